module github.com/govitals/govitals/scripts/lib/bench/processes

go 1.26.0

require (
	github.com/govitals/govitals v0.0.0
	github.com/shirou/gopsutil/v3 v3.24.5
)

require (
	github.com/tklauser/go-sysconf v0.3.12 // indirect
	github.com/tklauser/numcpus v0.6.1 // indirect
	golang.org/x/sys v0.49.0 // indirect
)

replace github.com/govitals/govitals => ../../../..
