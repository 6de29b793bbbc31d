package lang

import "strings"

// Choose is the language that a program's environment asks for: the first of LC_ALL, LC_MESSAGES and LANG that is set decides, as
// POSIX has it.
func Choose(getenv func(string) string) Tag {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := getenv(name); locale != "" {
			return Match(locale)
		}
	}
	return English
}

// Match is the language for a locale of POSIX (zh_CN.UTF-8), of BCP 47 (zh-Hans-CN) or of the editor (zh-cn). Who reads
// Traditional Chinese gets English. So does a terminal of another encoding than UTF-8, which would show our texts as rubbish.
func Match(locale string) Tag {
	name, _, _ := strings.Cut(strings.ToLower(locale), "@")
	name, encoding, coded := strings.Cut(name, ".")
	if coded && strings.ReplaceAll(encoding, "-", "") != "utf8" {
		return English
	}
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' })
	if len(parts) == 0 || parts[0] != "zh" {
		return English
	}
	for _, part := range parts[1:] {
		switch part {
		case "hans", "cn", "sg":
			return Chinese
		case "hant", "tw", "hk", "mo":
			return English
		}
	}
	return Chinese
}
