package probe

import "sync"

// each calls do for 0 to n-1, at most limit at a time. A panic in one of them is raised again here, where the runner
// catches it.
func each(n, limit int, do func(int)) {
	var all sync.WaitGroup
	var once sync.Once
	var problem any
	slots := make(chan struct{}, max(1, limit))
	for i := range n {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			defer func() {
				if p := recover(); p != nil {
					once.Do(func() { problem = p })
				}
			}()
			do(i)
		})
	}
	all.Wait()
	if problem != nil {
		panic(problem)
	}
}
