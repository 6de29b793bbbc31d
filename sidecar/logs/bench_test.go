package logs

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// BenchmarkRead reads a recorded log; 4 MB of it are the most that is ever read at once.
func BenchmarkRead(b *testing.B) {
	recorded, err := os.ReadFile("testdata/0.58-kills/server.log")
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat(string(recorded), 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Read(strings.NewReader(text), Source{Form: health.LogServer, Zone: time.UTC}); err != nil {
			b.Fatal(err)
		}
	}
}
