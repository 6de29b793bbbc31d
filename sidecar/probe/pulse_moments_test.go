package probe

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A server begins to load with the first word of its work; later ones, and those of many at once, change nothing.
func TestNoticingLoad(t *testing.T) {
	var mu sync.Mutex
	told := 0
	ex := &Examination{Progress: func(string) { mu.Lock(); defer mu.Unlock(); told++ }}
	own, moments := noticingLoad(ex)
	select {
	case <-moments.begun:
		t.Fatal("noticed before anything was said")
	default:
	}
	each(20, 20, func(int) { own.Progress("Setting up workspace") })
	<-moments.begun
	if told != 20 {
		t.Errorf("%d texts were passed on", told)
	}
}

func TestWhenToList(t *testing.T) {
	const never = time.Hour
	for name, c := range map[string]struct {
		begins, ends, cancelled time.Duration
		processors              int
		want                    time.Duration
	}{
		"many processors: beside the load":   {100, 700, never, 4, 100},
		"two processors: after the load":     {100, 700, never, 2, 700},
		"a load that takes long":             {100, 9000, never, 2, 3100},
		"a server that says nothing":         {never, never, never, 2, 300},
		"a server that ends without a word":  {never, 50, never, 2, 50},
		"the examination ends":               {100, never, 200, 2, 200},
		"the examination ends before a word": {never, never, 50, 8, 50},
		"many processors, and no end":        {100, never, never, 8, 100},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMoments()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				at := func(moment time.Duration, f func()) {
					if moment != never {
						time.AfterFunc(moment*time.Millisecond, f)
					}
				}
				at(c.begins, m.loadBegins)
				at(c.ends, m.loadEnds)
				at(c.cancelled, cancel)
				begun := time.Now()
				m.forList(ctx, Machine{}, c.processors)
				if took := time.Since(begun); took != c.want*time.Millisecond {
					t.Errorf("began after %v, want %v", took, c.want*time.Millisecond)
				}
			})
		})
	}
}
