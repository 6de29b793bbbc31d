//go:build !race

package fix

const underRace = false
