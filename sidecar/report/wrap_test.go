package report

import (
	"strings"
	"testing"
)

func TestChineseIsBrokenIntoLines(t *testing.T) {
	long := "全新的 gopls 在最小模块中也失败；去掉你的环境和设置后在那里正常：所以问题在你的环境或设置（GOROOT=/opt/none）。" + strings.Repeat("编辑器显示的内容来自它，", 20)
	for _, width := range []int{40, 41, 60, 100} {
		for _, text := range []string{long, "\x1b[1m" + long + "\x1b[0m"} {
			out := newTerminal(TextOptions{Width: width}, nil)
			out.paragraph("  ", "    ", text)
			lines := strings.Split(strings.TrimRight(out.out.String(), "\n"), "\n")
			for n, line := range lines {
				if printed(line) > width {
					t.Errorf("width %d: %q takes %d columns", width, line, printed(line))
				}
				if n > 0 && strings.ContainsAny(string([]rune(strings.TrimSpace(line))[:1]), closers) {
					t.Errorf("width %d: %q begins with a mark that closes", width, line)
				}
				if last := []rune(line); n < len(lines)-1 && strings.ContainsRune(openers, last[len(last)-1]) {
					t.Errorf("width %d: %q ends with a mark that opens", width, line)
				}
			}
			if joined := strings.ReplaceAll(strings.Join(lines, ""), " ", ""); joined != strings.ReplaceAll(text, " ", "") {
				t.Errorf("width %d: lost something:\n%s", width, out.out.String())
			}
		}
	}
}

func TestColumns(t *testing.T) {
	for text, want := range map[string]int{"go": 2, "工作区": 6, "，。（）": 8, "“go”": 4, "e\u0301": 1, "ｇｏ": 4, "👍": 2, "✓ ok": 4, "가": 2, "\x1b[1m模块\x1b[0m": 4} {
		if got := printed(text); got != want {
			t.Errorf("%q takes %d columns, want %d", text, got, want)
		}
	}
}
