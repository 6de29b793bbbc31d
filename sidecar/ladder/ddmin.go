package ladder

// ddmin returns a smallest set of parts that fails: a failing subset of which no part can be spared, as far as fails tells.
// parts must fail. What comes first is tried first and given up last. fails is told how many parts are still suspected; its
// error ends the search.
func ddmin(parts []int, fails func(kept []int, left int) (bool, error)) ([]int, error) {
	for pieces := 2; len(parts) > 1; {
		chunks := split(parts, min(pieces, len(parts)))
		smaller, found, err := firstFailing(chunks, parts, fails)
		if err != nil {
			return nil, err
		}
		if found {
			parts, pieces = smaller, 2
			continue
		}
		if len(chunks) > 2 { // with two, the one is all without the other
			smaller, found, err = firstFailing(complements(parts, chunks), parts, fails)
			if err != nil {
				return nil, err
			}
			if found {
				parts, pieces = smaller, len(chunks)-1
				continue
			}
		}
		if len(chunks) == len(parts) {
			break
		}
		pieces = 2 * len(chunks)
	}
	return parts, nil
}

func firstFailing(sets [][]int, parts []int, fails func([]int, int) (bool, error)) ([]int, bool, error) {
	for _, set := range sets {
		failed, err := fails(set, len(parts))
		if failed || err != nil {
			return set, failed, err
		}
	}
	return nil, false, nil
}

// complements are the parts without each chunk, and without the last chunk first.
func complements(parts []int, chunks [][]int) [][]int {
	var out [][]int
	for i := range chunks {
		out = append(out, without(parts, chunks[len(chunks)-1-i]))
	}
	return out
}

// split cuts parts into n pieces whose sizes differ by one at most.
func split(parts []int, n int) [][]int {
	var out [][]int
	for i := range n {
		out = append(out, parts[i*len(parts)/n:(i+1)*len(parts)/n])
	}
	return out
}

// without is parts less some of them. All are sorted.
func without(parts, less []int) []int {
	out := make([]int, 0, len(parts))
	for _, part := range parts {
		for len(less) > 0 && less[0] < part {
			less = less[1:]
		}
		if len(less) == 0 || less[0] != part {
			out = append(out, part)
		}
	}
	return out
}

// contains reports that all of some are among parts. Both are sorted.
func contains(parts, some []int) bool { return len(without(some, parts)) == 0 }

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
