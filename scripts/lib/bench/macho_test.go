package main

import (
	"strings"
	"testing"
)

func TestMachoTable(t *testing.T) {
	const out = "goos: linux\nBenchmarkImage/headers-2 \t 873664 \t 1000 ns/op\nBenchmarkImage/headers-2 \t 873664 \t 3000 ns/op\nBenchmarkImage/headers-2 \t 873664 \t 2000.5 ns/op\n" +
		"BenchmarkImage/build \t 10 \t 500 ns/op\nBenchmarkDebugMacho/headers-2 291 4001 ns/op\nBenchmarkDebugMacho/build-2 291 400 ns/op\nPASS\n"
	rows, err := machoTable([]byte(out))
	if err != nil || len(rows) != 2 || !strings.HasPrefix(rows[0].value, "0.50 ") || !rows[0].met || !strings.HasPrefix(rows[1].value, "1.25 ") || rows[1].met {
		t.Errorf("%+v %v", rows, err)
	}
	if rows, err := machoTable([]byte("PASS\n")); err == nil {
		t.Errorf("without a benchmark: %+v", rows)
	}
}
