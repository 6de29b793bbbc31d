package fix

import (
	"bytes"
	"fmt"
	"strings"
)

const (
	diffContext = 3       // lines shown around a change
	maxTable    = 4 << 20 // cells of the table of common lines; beyond it the changed part is shown as a whole
)

// unified is the difference of two texts as a unified diff; empty if there is none. A file that is absent has no lines.
func unified(name string, old, new []byte) string {
	if bytes.Equal(old, new) {
		return ""
	}
	a, b := splitLines(old), splitLines(new)
	ops := diffLines(a, b)
	var out strings.Builder
	fmt.Fprintf(&out, "--- %s\n+++ %s\n", name, name)
	for from := 0; from < len(ops); {
		if ops[from].kind == ' ' {
			from++
			continue
		}
		start, end := max(from-diffContext, 0), hunkEnd(ops, from)
		writeHunk(&out, ops, start, end)
		from = end
	}
	return out.String()
}

func splitLines(text []byte) []string {
	if len(text) == 0 {
		return nil
	}
	lines := strings.SplitAfter(string(text), "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// op is one line of a diff; a and b count the lines of both texts before it.
type op struct {
	kind byte // ' ', '-' or '+'
	line string
	a, b int
}

func diffLines(a, b []string) []op {
	var ops []op
	i, j := 0, 0
	same := func() { ops = append(ops, op{' ', a[i], i, j}); i++; j++ }
	gone := func() { ops = append(ops, op{'-', a[i], i, j}); i++ }
	added := func() { ops = append(ops, op{'+', b[j], i, j}); j++ }
	tail := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		same()
	}
	for tail < len(a)-i && tail < len(b)-j && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	endA, endB := len(a)-tail, len(b)-tail
	table := commonLines(a[i:endA], b[j:endB])
	baseA, baseB := i, j
	for i < endA || j < endB {
		switch {
		case i == endA:
			added()
		case j == endB:
			gone()
		case table == nil:
			gone()
		case a[i] == b[j]:
			same()
		case table[i-baseA+1][j-baseB] >= table[i-baseA][j-baseB+1]:
			gone()
		default:
			added()
		}
	}
	for i < len(a) {
		same()
	}
	return ops
}

// commonLines holds at [i][j] how many lines a[i:] and b[j:] have in common, in order; nil if that is too much to count.
func commonLines(a, b []string) [][]int32 {
	if (len(a)+1)*(len(b)+1) > maxTable {
		return nil
	}
	table := make([][]int32, len(a)+1)
	for i := range table {
		table[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	return table
}

// hunkEnd is where the hunk of a change ends: behind the context of its last change that touches it.
func hunkEnd(ops []op, from int) int {
	last := from
	for i := from; i < len(ops) && i-last <= 2*diffContext; i++ {
		if ops[i].kind != ' ' {
			last = i
		}
	}
	return min(last+diffContext+1, len(ops))
}

func writeHunk(out *strings.Builder, ops []op, start, end int) {
	countA, countB := 0, 0
	for _, o := range ops[start:end] {
		if o.kind != '+' {
			countA++
		}
		if o.kind != '-' {
			countB++
		}
	}
	fmt.Fprintf(out, "@@ -%s +%s @@\n", span(ops[start].a, countA), span(ops[start].b, countB))
	for _, o := range ops[start:end] {
		out.WriteByte(o.kind)
		out.WriteString(o.line)
		if !strings.HasSuffix(o.line, "\n") {
			out.WriteString("\n\\ No newline at end of file\n")
		}
	}
}

// span counts lines from 1; before an empty span stands the line it follows.
func span(before, count int) string {
	if count == 0 {
		return fmt.Sprintf("%d,0", before)
	}
	return fmt.Sprintf("%d,%d", before+1, count)
}
