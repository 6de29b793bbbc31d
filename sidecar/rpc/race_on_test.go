//go:build race

package rpc_test

// The program is built with the race detector when its tests are.
const raceFlag = "-race"
