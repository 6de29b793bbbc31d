package probe

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// substitution is golang.go's treatment of paths in settings (substituteEnv and resolvePath; reference go-editor-facts
// §1.1): ${env:X} from the process environment, empty if unset; ${workspaceFolder}; a leading ~.
type substitution struct {
	system string
	env    []string
	home   string
	folder string
}

var (
	envReference    = regexp.MustCompile(`\$\{env:([^}]+)\}`)
	folderReference = regexp.MustCompile(`\$\{workspaceFolder\}|\$\{workspaceRoot\}`)
)

func (s substitution) apply(text string) string {
	text = envReference.ReplaceAllStringFunc(text, func(reference string) string {
		name := envReference.FindStringSubmatch(reference)[1]
		value, _ := getenv(s.system, s.env, strings.TrimSpace(name))
		return value
	})
	if strings.TrimSpace(text) == "" {
		return text
	}
	if s.folder != "" {
		text = folderReference.ReplaceAllLiteralString(text, s.folder)
		text = strings.ReplaceAll(text, "${workspaceFolderBasename}", health.Base(s.system, s.folder))
	}
	if rest, ok := strings.CutPrefix(text, "~"); ok {
		return health.Join(s.system, s.home, rest)
	}
	return text
}

// environmentText is what a value of go.toolsEnvVars becomes in a process environment: strings are substituted, and the
// editor's runtime writes out other values as it writes them in text.
func (s substitution) environmentText(value any) string {
	switch v := value.(type) {
	case string:
		return s.apply(v)
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			if item != nil {
				parts[i] = s.environmentText(item)
			}
		}
		return strings.Join(parts, ",")
	case map[string]any:
		return "[object Object]"
	}
	return fmt.Sprint(value)
}
