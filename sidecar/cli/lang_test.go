package cli_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestLanguage(t *testing.T) {
	const english, chinese = "no go command where the editor looks", "编辑器查找之处没有 go 命令"
	for _, tc := range []struct {
		name, variable, args, want, lacks string
	}{
		{"English by default", "", "explain go-missing", english, chinese},
		{"LANG", "LANG=zh_CN.UTF-8", "explain go-missing", chinese, english},
		{"LC_ALL", "LC_ALL=zh_SG.UTF-8", "explain go-missing", chinese, english},
		{"a terminal that is not UTF-8", "LANG=zh_CN.GBK", "explain go-missing", english, chinese},
		{"Traditional Chinese", "LANG=zh_TW.UTF-8", "explain go-missing", english, chinese},
		{"the flag before the command", "", "--lang zh-cn explain go-missing", chinese, english},
		{"the flag behind it", "", "explain go-missing --lang=zh-cn", chinese, english},
		{"the flag overrules the environment", "LANG=zh_CN.UTF-8", "explain go-missing --lang en", english, chinese},
		{"the list of checks", "", "explain --lang zh-cn", chinese, english},
		{"help", "LANG=zh_CN.UTF-8", "check --help", "用法：", "Usage:"},
		{"help of a flag", "LANG=zh_CN.UTF-8", "check --help", "结果的格式", "format of the result"},
		{"help of the program", "LANG=zh_CN.UTF-8", "--help", "诊断一个文件夹", "Diagnose a folder"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := newMachine(t)
			m.env = append(m.env, tc.variable)
			r := m.run(strings.Fields(tc.args)...)
			if r.code != 0 || !strings.Contains(r.stdout, tc.want) || strings.Contains(r.stdout, tc.lacks) {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestMisuseInChinese(t *testing.T) {
	m := newMachine(t)
	m.set("LANG", "zh_CN.UTF-8")
	for args, want := range map[string]string{
		"check --tier quick": "没有层级 \"quick\"", "check a b": "请给出一个 DIR，而不是 2 个", "--lang fr check": "there is no language \"fr\"", "check --lang zh-tw": "there is no language \"zh-tw\"",
	} {
		if r := m.run(strings.Fields(args)...); r.code != 2 || !strings.Contains(r.stderr, want) || r.stdout != "" {
			t.Errorf("%s: %+v", args, r)
		}
	}
}

// counts are of checks, of which there is another one every week.
var counts = regexp.MustCompile(`\d+ 项`)

// A report of a real broken machine, all of it in Chinese.
func TestChineseReport(t *testing.T) {
	m := newMachine(t)
	replayed := filepath.Join("..", "..", "test", "replay", "testdata", "reports", "goroot-gone.json.gz")
	from, err := os.ReadFile(replayed)
	if err != nil {
		t.Fatal(err)
	}
	file := m.write("report.json.gz", string(from))
	for format, name := range map[string]string{"text": "goroot-gone.zh-cn.txt", "markdown": "goroot-gone.zh-cn.md"} {
		r := m.run("check", "--replay", file, "--lang", "zh-cn", "--format", format, "--only", "goroot-invalid,gopls-load-failed,definition-broken,goroot-mismatch,module-missing")
		if r.code != 1 {
			t.Fatalf("%+v", r)
		}
		var got strings.Builder
		for line := range strings.Lines(counts.ReplaceAllString(r.stdout, "N 项")) {
			if !strings.HasPrefix(line, "- 已跳过: `") { // names all other checks
				got.WriteString(line)
			}
		}
		golden := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatalf("%v (go test -update writes it)", err)
		}
		if got.String() != string(want) {
			t.Errorf("%s differs (go test -update rewrites it):\n%s", name, got.String())
		}
	}
	var document struct {
		Findings []struct{ ID, Title string }
	}
	r := m.run("check", "--replay", file, "--lang", "zh-cn", "--format", "json")
	if err := json.Unmarshal([]byte(r.stdout), &document); err != nil || document.Findings[0].ID != "goroot-invalid" || !strings.Contains(document.Findings[0].Title, "不存在") {
		t.Errorf("as JSON, where ids stay: %v, %+v", err, document)
	}
	if page := m.run("check", "--replay", file, "--lang", "zh-cn", "--format", "html"); !strings.Contains(page.stdout, `<html lang="zh-cn">`) || strings.Contains(page.stdout, ">What proves it<") {
		t.Error("the page is not in Chinese, or does not say so")
	}
}
