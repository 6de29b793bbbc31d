package report

import (
	"fmt"
	"strings"
)

// mdMachine is what a maintainer asks first.
func mdMachine(d Document) string {
	if d.Snapshot == nil {
		return ""
	}
	var out strings.Builder
	for _, fact := range htmlMachine(d.Snapshot, d.say) {
		fmt.Fprintf(&out, "- %s: %s", md(fact.Name), code(shorten(fact.Value, 500)))
		if fact.Who != "" {
			out.WriteString(" (" + md(fact.Who) + ")")
		}
		out.WriteString("\n")
	}
	return folded(d.say.Say("The machine and its tools"), out.String())
}

// mdSettings are the settings with who set them, those that are overruled too.
func mdSettings(d Document) string {
	if d.Snapshot == nil {
		return ""
	}
	settings := newHTMLSettings(d.Snapshot, d.say)
	if settings == nil {
		return ""
	}
	var out strings.Builder
	for _, s := range settings.Rows {
		words := md(joinNonEmpty(", ", s.Scope, s.Where))
		if !s.InForce {
			words = d.say.Say("%s; in force: %s", words, md(s.Force))
		}
		fmt.Fprintf(&out, "- %s: %s (%s)\n", code(s.Name), code(shorten(s.Value, 500)), words)
	}
	return folded(d.say.Say("Settings and who set them"), out.String())
}
