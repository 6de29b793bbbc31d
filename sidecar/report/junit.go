package report

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Stamp    string      `xml:"timestamp,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Time    string        `xml:"time,attr"`
	Failure *junitMessage `xml:"failure"`
	Error   *junitMessage `xml:"error"`
	Skipped *junitMessage `xml:"skipped"`
	Output  string        `xml:"system-out,omitempty"`
}

type junitMessage struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// JUnit renders each check as a test case: findings of severity error and warning are failures, notes are output; a check
// that could not judge is an error if it can report one, and skipped otherwise.
func JUnit(d Document) (string, error) {
	suite := junitSuite{Name: clean(d.Tool.Name), Time: seconds(float64(d.TookMs)), Stamp: clean(d.StartedAt)}
	for _, c := range d.Checks {
		one := junitCase{Name: clean(c.ID), Class: clean(d.Tool.Name + "." + c.ID), Time: seconds(c.TookMs)}
		switch c.State {
		case health.StateFinding:
			d.junitFindings(c.ID, &one)
		case health.StateInconclusive:
			if c.Severity == health.Error {
				one.Error = &junitMessage{Message: clean(c.Reason), Type: "inconclusive"}
			} else {
				one.Skipped = &junitMessage{Message: d.say.Say("could not judge: %s", clean(c.Reason))}
			}
		case health.StateSkipped, health.StateNotApplicable:
			one.Skipped = &junitMessage{Message: clean(c.Reason)}
		}
		suite.count(one)
	}
	text, err := xml.MarshalIndent(suite, "", "  ")
	if err != nil {
		return "", fmt.Errorf("write JUnit XML: %w", err)
	}
	return xml.Header + string(text) + "\n", nil
}

func (s *junitSuite) count(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}

func (d Document) junitFindings(check string, one *junitCase) {
	var text []string
	failed, title := health.Unknown, ""
	for _, f := range d.Findings {
		if f.Check != check {
			continue
		}
		text = append(text, findingLines(f)...)
		if !f.Known && f.Severity.Rank() > failed.Rank() {
			failed, title = f.Severity, f.Title
		}
	}
	if failed.Rank() < health.Warning.Rank() {
		one.Output = strings.Join(text, "\n")
		return
	}
	one.Failure = &junitMessage{Message: clean(title), Type: clean(string(failed)), Text: strings.Join(text, "\n")}
}

// findingLines is a finding in plain lines.
func findingLines(f Finding) []string {
	t := newTerminal(TextOptions{Width: 120}, f.say)
	t.finding(Document{Findings: []Finding{f}}, f)
	return strings.Split(strings.TrimRight(t.out.String(), "\n"), "\n")
}

func seconds(ms float64) string { return fmt.Sprintf("%.3f", ms/1000) }

// GitHub renders findings as the commands by which a step of GitHub Actions puts notes on files. It looks for a file below the
// checkout, and the path of that is no longer whole in a shared report: there a file stands as it lies below the first folder.
func GitHub(d Document) string {
	var out strings.Builder
	commands := map[health.Severity]string{health.Error: "error", health.Warning: "warning", health.Info: "notice"}
	for _, f := range d.roots() {
		if f.Known {
			continue
		}
		var properties []string
		for _, e := range f.Evidence {
			if e.Source.File != "" && e.Source.Line > 0 {
				properties = append(properties, "file="+githubProperty(d.githubFile(e.Source.File)), fmt.Sprintf("line=%d", e.Source.Line))
				break
			}
		}
		properties = append(properties, "title="+githubProperty("Go Vitals: "+f.ID))
		fmt.Fprintf(&out, "::%s %s::%s\n", cmp.Or(commands[f.Severity], "notice"), strings.Join(properties, ","), githubData(joinNonEmpty(". ", f.Title, f.Detail)))
	}
	fmt.Fprintf(&out, "%s\n", clean(d.headline()))
	return out.String()
}

func (d Document) githubFile(file string) string {
	if below, ok := belowFolder(withSlashes(file), d.firstFolder()); ok && d.Privacy != PrivacyFull {
		return below
	}
	return file
}

func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(clean(s))
}

func githubProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(githubData(s))
}
