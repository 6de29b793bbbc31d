package watch

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/process"
)

// The same hours of a window are lived twice, with a clock that is left alone and with one that is set as it comes: what is told
// of the servers is the same, but for the times.
func TestClockIsSetAtRandom(t *testing.T) {
	for seed := range uint64(10) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			var told [2]string
			for i := range told {
				stage(t, nil, func(s *scene) { told[i] = hours(s, rand.New(rand.NewPCG(seed, 0)), i == 1) })
			}
			if told[0] != told[1] {
				t.Errorf("left alone\n     %s\nset  %s", told[0], told[1])
			}
		})
	}
}

// suspended is told of a clock that is set forward, and of no other.
var suspended = regexp.MustCompile(`(, )?suspended`)

func hours(s *scene, random *rand.Rand, set bool) string {
	jumps := []time.Duration{-3 * time.Second, -time.Minute, -10 * time.Minute, -anHour, -aDay, toBeginning, 10 * time.Minute, anHour, aDay}
	moment := func() { s.pass(time.Duration(1+random.IntN(900)) * time.Millisecond) }
	s.log("Go.log", "info", "Try to start language server - activation (enabled: true)")
	moment()
	pid := 200
	s.gopls(pid)
	total := time.Duration(0)
	for range 25 {
		s.pass([]time.Duration{7 * time.Second, time.Minute, 25 * time.Minute, 3 * anHour}[random.IntN(4)])
		switch random.IntN(5) {
		case 0:
			if by := jumps[random.IntN(len(jumps))]; set && !(by == toBeginning && total < -9000*aDay) {
				s.set(by)
				total += by
			} else if set {
				s.set(-by)
				total -= by
			}
			s.pass([]time.Duration{0, time.Second, 12 * time.Second}[random.IntN(3)])
		case 1:
			s.loads()
		case 2:
			s.log("Go.log", "info", byLog)
			s.log("gopls (server).log", "info", stopped)
			moment()
			s.kill(pid, process.Exit{Known: true})
			pid++
			s.gopls(pid)
		default:
			if s.watcher.Life().Crashes == 4 {
				continue
			}
			s.dies(pid, 2)
			moment()
			pid++
			s.gopls(pid)
		}
	}
	s.pass(20 * time.Second)
	words := strings.Split(suspended.ReplaceAllString(s.story(), ""), ", ")
	slices.SortStableFunc(words, func(a, b string) int { // when the watch began, a log of whole seconds does not tell
		return map[bool]int{true: -1}[a == "watching"] - map[bool]int{true: -1}[b == "watching"]
	})
	return strings.Join(words, ", ")
}
