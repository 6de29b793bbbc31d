// Package drive starts the real govitals on a made-up machine of its own, from the command line and over JSON-RPC, and looks
// at what it left behind. The tests of attackers (test/hostile) and of faults (test/faults) share it.
package drive
