# Versions of the tools the tests run with. A changed pin is a new folder in the cache.
# shellcheck shell=bash disable=SC2034

GOPLS_VERSION=v0.23.0
DLV_VERSION=v1.27.1
STATICCHECK_VERSION=v0.8.2
GOVULNCHECK_VERSION=v1.8.0
