package check

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// variableSeen is evidence of an environment variable or go setting, with who set it.
func variableSeen(v health.Variable, expected health.Value) health.Evidence {
	what := message("variable", health.Args{"name": health.V(v.Name)})
	switch v.Source.Kind {
	case health.FromGOENV:
		what = message("goenv-entry", health.Args{"name": health.V(v.Name)})
	case health.FromSetting:
		what = message("setting", health.Args{"key": health.V(v.Source.Name)})
		if !strings.HasSuffix(string(v.Source.Name), string(v.Name)) { // gopls.build.env holds several
			what = message("held-by", health.Args{"name": health.V(v.Name), "key": health.V(v.Source.Name)})
		}
	case health.FromCommand, health.FromDefault, health.FromGoEnvFile:
		what = message("go-answer", health.Args{"name": health.V(v.Name)})
	}
	observed := v.Value
	if observed.Empty() {
		observed = saying("unset")
	}
	return health.Evidence{What: what, Observed: observed, Expected: expected, Source: v.Source}
}

// settingSeen is evidence of an editor setting.
func settingSeen(set health.Setting, expected health.Value) health.Evidence {
	return health.Evidence{
		What:     message("setting", health.Args{"key": health.V(set.Source().Name)}),
		Observed: health.V(health.Text(set.Value)),
		Expected: expected,
		Source:   set.Source(),
	}
}

// answerSeen is evidence of a program's words.
func answerSeen(command health.Public, words health.Text, expected health.Value) health.Evidence {
	return health.Evidence{
		What:     message("answer", health.Args{"command": health.V(command)}),
		Observed: health.V(words),
		Expected: expected,
		Source:   health.Source{Kind: health.FromCommand, Name: command},
	}
}

// fileSeen is evidence of a line of a file; line 0 is the whole file.
func fileSeen(file health.Path, line int, observed, expected health.Value) health.Evidence {
	what := message("file", health.Args{"file": health.V(file)})
	if line > 0 {
		what = message("line", health.Args{"file": health.V(file), "line": number(line)})
	}
	return health.Evidence{What: what, Observed: observed, Expected: expected,
		Source: health.Source{Kind: health.FromFile, File: file, Line: line}}
}
