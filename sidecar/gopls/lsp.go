package gopls

import (
	"context"
	"os"
	"path/filepath"
)

// initializeResult is what is used of the server's answer to initialize.
type initializeResult struct {
	Capabilities struct {
		ExecuteCommandProvider struct {
			Commands []string `json:"commands"`
		} `json:"executeCommandProvider"`
	} `json:"capabilities"`
	ServerInfo struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	} `json:"serverInfo"`
}

// object is a JSON object.
type object = map[string]any

func (s *Server) initialize(ctx context.Context) error {
	params := object{
		"processId":    os.Getpid(),
		"clientInfo":   object{"name": ClientName},
		"capabilities": capabilities,
		// As VS Code does: the settings travel here and again as the answer to workspace/configuration.
		"initializationOptions": s.settings(),
		"workspaceFolders":      s.folders(),
		"rootUri":               nil,
	}
	if len(s.options.Folders) > 0 {
		params["rootUri"] = FileURI(s.options.Folders[0])
	}
	if err := s.call(ctx, "initialize", params, &s.info); err != nil {
		return err
	}
	if s.options.InitializeOnly {
		s.loaded.Store(true) // nothing keeps it from answering shutdown
		return nil
	}
	return s.notify(ctx, "initialized", object{})
}

func (s *Server) settings() object {
	if s.options.Settings == nil {
		return object{}
	}
	return s.options.Settings
}

func (s *Server) folders() []object {
	folders := []object{}
	for _, dir := range s.options.Folders {
		folders = append(folders, object{"uri": FileURI(dir), "name": filepath.Base(dir)})
	}
	return folders
}

// capabilities are those of VS Code as far as they change what gopls answers to the questions asked here. Definition links are
// left out so that definitions are plain locations; workspace edits are left out because none will be applied.
var capabilities = object{
	"general": object{"positionEncodings": []string{"utf-16"}},
	"window":  object{"workDoneProgress": true, "showMessage": object{}, "showDocument": object{"support": false}},
	"workspace": object{
		"configuration": true, "workspaceFolders": true,
		"didChangeConfiguration": object{"dynamicRegistration": true},
		"didChangeWatchedFiles":  object{"dynamicRegistration": true, "relativePatternSupport": true},
		"symbol":                 object{"dynamicRegistration": true},
		"executeCommand":         object{"dynamicRegistration": true},
	},
	"textDocument": object{
		"synchronization":    object{"didSave": true},
		"publishDiagnostics": object{"relatedInformation": true, "versionSupport": true},
		"hover":              object{"contentFormat": []string{"markdown", "plaintext"}},
		"definition":         object{"linkSupport": false},
		"typeDefinition":     object{"linkSupport": false},
		"documentSymbol":     object{"hierarchicalDocumentSymbolSupport": true},
		"completion": object{
			"contextSupport": true,
			"completionItem": object{"snippetSupport": true, "documentationFormat": []string{"markdown", "plaintext"}},
		},
	},
}

// A location is where the protocol says something is.
type location struct {
	URI   string `json:"uri"`
	Range struct {
		Start Position `json:"start"`
		End   Position `json:"end"`
	} `json:"range"`
}
