package probe

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// schema is gopls's own list of settings. It takes 0.1 s and 300 kB to ask, so the answer is kept in the state directory for
// as long as the binary stays the same; without a state directory it is asked each time.
func (r goplsRunner) schema(binary health.Binary) ([]health.GoplsSetting, health.Text) {
	kept := keptSchema{Version: keptVersion, Path: binary.Path, Real: binary.Real, Size: binary.Size, Modified: binary.Modified}
	identified := binary.Size > 0 && binary.Modified != ""
	if identified {
		if b, err := readState(schemaFile, schemaLimit); err == nil {
			if schema, ok := kept.read(b); ok {
				return schema, ""
			}
		}
	}
	result, err := r.run(4<<20, "api-json")
	if err == nil {
		err = result.Err()
	}
	if err != nil {
		return nil, health.Words(fmt.Sprintf("gopls api-json: %v %s", err, result.Stderr), stderrKept)
	}
	schema, err := parseSchema(result.Stdout)
	if err != nil {
		return nil, health.Words("gopls api-json: "+err.Error(), stderrKept)
	}
	if identified {
		kept.Schema = schema
		if b, err := json.Marshal(kept); err == nil {
			_ = writeState(schemaFile, b) // it only saves time
		}
	}
	return schema, ""
}

const (
	schemaFile  = "gopls-schema.json"
	schemaLimit = 1 << 20
	keptVersion = 1
)

// keptSchema is the file in the state directory.
type keptSchema struct {
	Version  int                   `json:"version"`
	Path     health.Path           `json:"path"`
	Real     health.Path           `json:"real"`
	Size     int64                 `json:"size"`
	Modified health.Public         `json:"modified"`
	Schema   []health.GoplsSetting `json:"schema"`
}

// read takes the schema out of a kept file if it is of the same binary.
func (k keptSchema) read(b []byte) ([]health.GoplsSetting, bool) {
	var kept keptSchema
	if json.Unmarshal(b, &kept) != nil || len(kept.Schema) == 0 {
		return nil, false
	}
	schema := kept.Schema
	kept.Schema = nil
	return schema, kept.same(k)
}

func (k keptSchema) same(other keptSchema) bool {
	return k.Version == other.Version && k.Path == other.Path && k.Real == other.Real && k.Size == other.Size && k.Modified == other.Modified
}

// Bounds on what is kept of a schema, which comes from a program that need not be gopls.
const (
	maxSettingsKnown = 300
	maxEnum          = 50
	maxSchemaWord    = 200
)

// parseSchema reads the answer of `gopls api-json`. Its strings are Go literals: values of an enumeration are quoted.
func parseSchema(answer []byte) ([]health.GoplsSetting, error) {
	var api struct {
		Options map[string][]struct {
			Name, Type, Default, Status, Hierarchy, DeprecationMessage string

			EnumValues []struct{ Value string }
			EnumKeys   struct{ Keys []struct{ Name string } }
		}
	}
	if err := json.Unmarshal(answer, &api); err != nil {
		return nil, err
	}
	word := func(s string) health.Public { return health.Public(health.Words(s, maxSchemaWord)) }
	var out []health.GoplsSetting
	for _, o := range api.Options["User"] {
		if o.Name == "" || len(out) == maxSettingsKnown {
			continue
		}
		g := health.GoplsSetting{
			Name: word(o.Name), Type: word(o.Type), Default: word(o.Default), Status: word(o.Status), Hierarchy: word(o.Hierarchy),
			Deprecated: word(o.DeprecationMessage),
		}
		for _, e := range o.EnumValues[:min(len(o.EnumValues), maxEnum)] {
			g.Enum = append(g.Enum, word(strings.Trim(e.Value, `"`)))
		}
		if strings.HasPrefix(o.Type, "map[enum]") {
			for _, k := range o.EnumKeys.Keys[:min(len(o.EnumKeys.Keys), maxEnum)] {
				g.Enum = append(g.Enum, word(strings.Trim(k.Name, `"`)))
			}
		}
		out = append(out, g)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no settings in the answer")
	}
	return out, nil
}
