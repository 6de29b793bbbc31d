package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// manifest is what of package.json a person can run, set or press, with its texts filled in.
type manifest struct {
	Contributes struct {
		Commands []struct {
			Command, Title, Category, Enablement string
		}
		Keybindings   []struct{ Command, Key, Mac, When string }
		Menus         map[string][]struct{ Command, When string }
		Configuration struct{ Properties map[string]setting }
	}
	Capabilities struct {
		UntrustedWorkspaces struct{ RestrictedConfigurations []string }
	}
	texts map[string]string
}

type setting struct {
	Type                string
	Default             json.RawMessage
	Scope               string
	Enum                []string
	MarkdownDescription string
	Items               struct {
		Properties map[string]struct{ Type, Description string }
		Required   []string
	}
}

func readManifest(root string) (*manifest, error) {
	m := &manifest{}
	for name, into := range map[string]any{"package.json": m, "package.nls.json": &m.texts} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(text, into); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return m, nil
}

// say is the English text of a %key%.
func (m *manifest) say(key string) string {
	if name, ok := strings.CutPrefix(key, "%"); ok {
		return m.texts[strings.TrimSuffix(name, "%")]
	}
	return key
}

func (m *manifest) write(out *strings.Builder) {
	out.WriteString("\n## Editor\n\n### Commands\n\n| Command | Id | Offered | Also in |\n|---|---|---|---|\n")
	for _, c := range m.Contributes.Commands {
		fmt.Fprintf(out, "| *%s: %s* | `%s` | %s | %s |\n", c.Category, m.say(c.Title), c.Command, offered(c.Enablement), m.menus(c.Command))
	}
	if len(m.Contributes.Keybindings) == 0 {
		out.WriteString("\nNo keys are bound; any command can be given one in *Preferences: Open Keyboard Shortcuts*.\n")
	} else {
		out.WriteString("\n| Key | On macOS | Command | Where |\n|---|---|---|---|\n")
		for _, k := range m.Contributes.Keybindings {
			fmt.Fprintf(out, "| `%s` | `%s` | `%s` | %s |\n", k.Key, k.Mac, k.Command, offered(k.When))
		}
	}
	out.WriteString("\n### Settings\n")
	for _, name := range slices.Sorted(maps.Keys(m.Contributes.Configuration.Properties)) {
		m.setting(out, name, m.Contributes.Configuration.Properties[name])
	}
}

// menus are the places beside the palette where a command stands, as the editor calls them.
func (m *manifest) menus(command string) string {
	var out []string
	for _, place := range slices.Sorted(maps.Keys(m.Contributes.Menus)) {
		for _, item := range m.Contributes.Menus[place] {
			if item.Command == command {
				out = append(out, "`"+place+"` "+offered(item.When))
			}
		}
	}
	return strings.Join(out, ", ")
}

func offered(when string) string {
	if when == "" {
		return "always"
	}
	return "when `" + strings.ReplaceAll(when, "|", `\|`) + "`"
}

// scopes says who may set a setting; the words are those of the editor's own manifest.
var scopes = map[string]string{
	"application":         "in the user settings only",
	"machine":             "in the user or remote settings, never by a folder",
	"machine-overridable": "in the user or remote settings, and by a workspace or folder",
	"window":              "in the user, remote or workspace settings",
	"resource":            "in the user, remote, workspace or folder settings",
	"":                    "in the user, remote or workspace settings",
}

func (m *manifest) setting(out *strings.Builder, name string, s setting) {
	fmt.Fprintf(out, "\n#### `%s`\n\n%s\n\n- Type: %s, default `%s`\n- Set %s\n", name, m.say(s.MarkdownDescription), s.Type, s.Default, scopes[s.Scope])
	if len(s.Enum) > 0 {
		fmt.Fprintf(out, "- One of: `%s`\n", strings.Join(s.Enum, "`, `"))
	}
	if slices.Contains(m.Capabilities.UntrustedWorkspaces.RestrictedConfigurations, name) {
		out.WriteString("- Withheld from a folder that is not trusted\n")
	}
	if len(s.Items.Properties) == 0 {
		return
	}
	out.WriteString("- Each entry has\n")
	for _, field := range slices.Sorted(maps.Keys(s.Items.Properties)) {
		need := "may be left out"
		if slices.Contains(s.Items.Required, field) {
			need = "needed"
		}
		fmt.Fprintf(out, "  - `%s` (%s, %s): %s\n", field, s.Items.Properties[field].Type, need, m.say(s.Items.Properties[field].Description))
	}
}
