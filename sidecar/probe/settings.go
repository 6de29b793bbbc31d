package probe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// maxFile bounds every file that is parsed: 4 MiB is a hundred times the largest that people write.
const maxFile = 4 << 20

// maxSettings bounds the entries of a snapshot.
const maxSettings = 2000

// settingsProbe fills SettingsFiles, Settings and Private.Settings: from the editor's own answers if there are any, else
// from the files an editor would read. A file that cannot be read leaves its state and no settings, and the probe is
// still good: the search for tools goes on without it, and the check settings-unreadable says what was not seen.
var settingsProbe = &Probe{
	ID:       health.ProbeSettings,
	Needs:    []health.ProbeID{health.ProbeEnvironment, health.ProbeMachine},
	Tier:     health.TierFast,
	Deadline: 5 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		files, raw := readSettings(ex)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return func(s *health.Snapshot, p *Private) {
			s.SettingsFiles, p.Settings = files, raw
			s.Settings = make([]health.Setting, len(raw))
			for i := range raw {
				s.Settings[i] = raw[i].Setting
			}
		}, nil
	},
}

func readSettings(ex *Examination) (files []health.SettingsFile, raw []RawSetting) {
	if told := ex.Request.Editor; told != nil && told.Settings != nil {
		files, raw = settingsFromEditor(ex, told)
	} else {
		for _, place := range settingsPlaces(ex) {
			file, found := readPlace(ex.System, place)
			if file.State == health.FileMissing && !place.named {
				continue
			}
			files, raw = append(files, file), append(raw, found...)
		}
	}
	return files, raw[:min(len(raw), maxSettings)]
}

// readPlace reads one file.
func readPlace(system System, place settingsPlace) (health.SettingsFile, []RawSetting) {
	file := health.SettingsFile{Scope: place.scope, Folder: health.Path(place.folder), File: health.Path(place.file)}
	data, err := system.ReadFile(place.file, maxFile)
	if err != nil {
		file.State, file.Error = fileState(err)
		return file, nil
	}
	o, err := settingsIn(data, place.section)
	var invalid *jsonError
	if errors.As(err, &invalid) {
		file.State, file.Error, file.Line = health.FileInvalid, health.Text(health.CleanText(invalid.text)), invalid.line
		return file, nil
	}
	file.State = health.FileOK
	return file, rawSettings(system.OS(), place, entries(o, place.scope))
}

// settingsIn parses the settings of a file; section is the member that holds them, empty for the whole file.
func settingsIn(data []byte, section string) (object, error) {
	if section == "" {
		return parseObject(data, func(name string) bool { return wantedSetting(name) || goLanguageBlock(name) })
	}
	outer, err := parseObject(data, func(name string) bool { return name == section })
	if err != nil {
		return nil, err
	}
	inner, ok := outer.get(section)
	if _, isObject := inner.value.(map[string]any); ok && !isObject {
		return nil, &jsonError{inner.at.line, section + " is not an object"}
	}
	return inner.inner, nil
}

// fileState classes an error of reading a file.
func fileState(err error) (health.FileState, health.Text) {
	text := health.Text(health.CleanText(err.Error()))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return health.FileMissing, ""
	case errors.Is(err, ErrTooLarge):
		return health.FileTooLarge, text
	}
	return health.FileUnreadable, text
}

func rawSettings(system string, place settingsPlace, found []entry) []RawSetting {
	out := make([]RawSetting, 0, len(found))
	for _, e := range found {
		out = append(out, RawSetting{Raw: e.raw, Setting: health.Setting{
			Key: cleaned[health.Public](e.key), Member: cleaned[health.Public](e.member), Scope: e.scope, Folder: health.Path(place.folder),
			File: health.Path(place.file), Line: e.at.line, Column: e.at.column, Value: cleanSetting(system, e.key, e.member, e.raw)}})
	}
	return out
}

// settingsFromEditor takes the editor's values; the files give lines and columns alone.
func settingsFromEditor(ex *Examination, told *EditorFacts) (files []health.SettingsFile, raw []RawSetting) {
	var inFiles []RawSetting
	for _, f := range told.SettingsFiles {
		place := settingsPlace{scope: f.Scope, folder: f.Folder, file: f.File}
		if strings.HasSuffix(f.File, ".code-workspace") {
			place.section = "settings"
		}
		file, found := readPlace(ex.System, place)
		files, inFiles = append(files, file), append(inFiles, found...)
	}
	for _, told := range told.Settings {
		if !wantedSetting(told.Key) {
			continue
		}
		m := member{name: told.Key}
		decoder := json.NewDecoder(bytes.NewReader(told.Value))
		decoder.UseNumber()
		if len(told.Value) == 0 || decoder.Decode(&m.value) != nil {
			continue // undefined in the editor: nobody set it
		}
		place := settingsPlace{scope: told.Scope, folder: told.Folder}
		for _, s := range rawSettings(ex.System.OS(), place, entries(object{m}, told.Scope)) {
			s.File, s.Line, s.Column = whereIs(s, inFiles, files)
			raw = append(raw, s)
		}
	}
	return files, raw
}

// whereIs finds a setting of the editor in the files that were read; the line is 0 if only the file is known.
func whereIs(s RawSetting, inFiles []RawSetting, files []health.SettingsFile) (health.Path, int, int) {
	at := slices.IndexFunc(inFiles, func(f RawSetting) bool {
		return f.Key == s.Key && f.Member == s.Member && f.Scope == s.Scope && f.Folder == s.Folder
	})
	if at >= 0 {
		return inFiles[at].File, inFiles[at].Line, inFiles[at].Column
	}
	at = slices.IndexFunc(files, func(f health.SettingsFile) bool { return f.Scope == s.Scope && f.Folder == s.Folder })
	if at >= 0 {
		return files[at].File, 0, 0
	}
	return "", 0, 0
}
