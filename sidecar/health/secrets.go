package health

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// CleanText takes out of a text the user information of every URL, what stands beside a telling name (token=…,
// Authorization: …), values that -X gives to the linker, and what has the shape of a well-known token.
func CleanText(text string) string {
	if strings.Contains(text, "://") {
		text = cleanAuthorities(text)
	}
	if strings.Contains(text, "%40") {
		text = cleanEncoded(text)
	}
	lower := strings.ToLower(text)
	for _, s := range secrets {
		if slices.ContainsFunc(s.marks, func(mark string) bool { return strings.Contains(lower, mark) }) {
			text = s.pattern.ReplaceAllString(text, s.instead)
		}
	}
	return text
}

const secretValue = `(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|["']?[^\s"',;&|]+)`

// secrets are replaced in this order: whole lines before single words, so that no rest of a line stays behind. A pattern
// is tried only where one of its marks stands in the text in lower case, because thousands of texts have none.
var secrets = []struct {
	marks   []string
	pattern *regexp.Regexp
	instead string
}{
	{[]string{"private key"},
		regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)(?:-----END [A-Z ]*-----|\z)`), secretHidden},
	{[]string{"authorization", "cookie", "goauth"},
		regexp.MustCompile(`(?i)\b((?:proxy-)?authorization["']?\s*[=:]\s*|(?:set-)?cookie["']?\s*[=:]\s*|goauth\s*[=:]\s*)[^\n]+`), "${1}" + secretHidden},
	{[]string{"machine"}, // .netrc
		regexp.MustCompile(`(?i)\b(machine\s+\S+\s+(?:login|account|password)\s+)[^\n]+`), "${1}" + secretHidden},
	{[]string{"password"},
		regexp.MustCompile(`(?im)^(\s*(?:login\s+\S+\s+)?password\s+)\S+`), "${1}" + secretHidden},
	{[]string{"bearer"},
		regexp.MustCompile(`(?i)\b(bearer\s+)` + secretValue), "${1}" + secretHidden},
	{[]string{"token", "passw", "passphrase", "secret", "credential", "key"},
		regexp.MustCompile(`(?i)((?:token|passwords?|passwd|passphrase|secrets?|credentials?|(?:api|private|access)[_-]?key)["']?\s*[=:]\s*)` + secretValue), "${1}" + secretHidden},
	{[]string{"token", "password", "passphrase", "secret"},
		regexp.MustCompile(`(?i)(--?[a-z0-9-]*(?:token|password|passphrase|secret)\s+)` + secretValue), "${1}" + secretHidden},
	{[]string{"sig", "key=", "code="},
		regexp.MustCompile(`(?i)([?&][a-z0-9_.-]*(?:sig|signature|key|code)=)[^\s&"'#]+`), "${1}" + secretHidden},
	{[]string{"-x"},
		regexp.MustCompile(`((?:^|[\s"'=])-X[ =]["']?[^\s="']+=)` + secretValue), "${1}" + secretHidden},
	{[]string{"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "akia", "eyj"},
		regexp.MustCompile(`\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|xox[abposr]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16}|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)`), secretHidden},
}

// longestPassword bounds the search for the end of a malformed authority, so that a flood of them costs no more than its
// length.
const longestPassword = 1000

// cleanAuthorities takes the user information out of every URL. A password may hold what a URL must not (another "@", a
// slash): everything up to the last "@" of the authority goes, and where the part behind the colon is no port, everything
// up to the last "@" of the line, because then the authority does not end where it seems to.
func cleanAuthorities(text string) string {
	var out strings.Builder
	for {
		i := strings.Index(text, "://")
		if i < 0 {
			out.WriteString(text)
			return out.String()
		}
		out.WriteString(text[:i+3])
		text = text[i+3:]
		authority := text[:until(text, "/?#\\ \t\r\n\"`<>")]
		if end := endOfUser(authority); end > 0 {
			text, authority = text[end:], authority[end:]
		}
		if hasPort(authority) {
			continue
		}
		line := text[:min(until(text, "\n"), longestPassword)]
		if at := strings.LastIndexByte(line, '@'); at >= 0 {
			text = text[at+1:]
			continue
		}
		out.WriteString(secretHidden)
		text = text[len(authority):]
	}
}

// endOfUser is where the host begins in an authority with user information, however the "@" is written; 0 without.
func endOfUser(authority string) int {
	end := strings.LastIndexByte(authority, '@') + 1
	if i := strings.LastIndex(authority, "%40"); i >= end {
		return i + len("%40")
	}
	return end
}

// hasPort reports that what follows the colon of an authority can be a port, or the end of a quotation or sentence. Lists
// join URLs with commas and bars, so one authority may run into the next URL's scheme.
func hasPort(authority string) bool {
	authority = authority[:until(authority, ",|")]
	_, port, found := strings.Cut(authority, ":")
	if !found || strings.HasPrefix(authority, "[") { // an IPv6 address
		return true
	}
	port = strings.TrimLeft(port, "0123456789")
	return port == "" || strings.ContainsAny(port[:1], "')];.!:")
}

var encodedURL = regexp.MustCompile(`(?i)%3A%2F%2F[^&# \t\r\n"'<>]*%40`)

// cleanEncoded does the same for a URL inside another one, where "://" and "@" are written %3A%2F%2F and %40.
func cleanEncoded(text string) string {
	return encodedURL.ReplaceAllString(text, "%3A%2F%2F")
}

// until is the index of the first byte of a set, or the length of the text.
func until(text, set string) int {
	if i := strings.IndexAny(text, set); i >= 0 {
		return i
	}
	return len(text)
}

// CleanURLs cleans a list of URLs as GOPROXY and GOSUMDB have it, separated by commas, bars or spaces: no user
// information, no query.
func CleanURLs(list string) string {
	list = cleanEncoded(cleanAuthorities(list))
	var out strings.Builder
	for list != "" {
		cut := until(list, ",| \t\n")
		out.WriteString(cleanURL(list[:cut]))
		if cut < len(list) {
			out.WriteByte(list[cut])
			cut++
		}
		list = list[cut:]
	}
	return out.String()
}

func cleanURL(item string) string {
	if !strings.Contains(item, "://") {
		if at := strings.LastIndexByte(item, '@'); at >= 0 {
			return item[at+1:] // user:password@host without a scheme
		}
		return CleanText(item)
	}
	u, err := url.Parse(item)
	if err != nil {
		return secretHidden // what cannot be read may hide a secret
	}
	if u.User == nil && u.RawQuery == "" && u.Fragment == "" {
		return item
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}
