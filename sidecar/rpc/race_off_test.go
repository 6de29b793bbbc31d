//go:build !race

package rpc_test

const raceFlag = "-race=false"
