package gopls

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// The states of an answer.
const (
	Answered = "answered"
	Empty    = "empty"   // null, or a list without entries
	Refused  = "error"   // the server answered with an error
	Late     = "timeout" // no answer when the context ended
	Lost     = "died"    // the server ended before it answered
)

// Bounds on what is kept of an answer.
const (
	maxHover = 8 << 10
	maxNames = 200
)

// An Answer is what a server said to one question.
type Answer struct {
	State  string
	Text   string   // of a hover, cut to 8 kB; of Refused and Lost, the error
	Places []Place  // of Definition and TypeDefinition
	Names  []string // of completion items and symbols, at most 200
	Count  int      // of places, completion items or symbols (all levels)
	Took   time.Duration
	Err    error // what stands behind Refused (*jsonrpc2.Error), Late (context) and Lost (*DeathError); otherwise nil
}

// A Place is where a definition leads. That the server names it does not prove that the file exists.
type Place struct {
	Path       string // empty if URI names no file of this system
	URI        string // as the server wrote it
	Start, End Position
}

// Open tells the server that the editor shows the file with this text. Some failures are reported only while a file is open.
func (s *Server) Open(ctx context.Context, path string, text []byte) error {
	language := "go"
	switch base := filepath.Base(path); {
	case base == "go.mod", base == "go.sum", base == "go.work":
		language = base
	case filepath.Ext(path) == ".tmpl":
		language = "gotmpl"
	}
	return s.notify(ctx, "textDocument/didOpen", object{"textDocument": object{
		"uri": FileURI(path), "languageId": language, "version": 1, "text": string(text),
	}})
}

// Hover asks what the editor shows when the pointer rests there.
func (s *Server) Hover(ctx context.Context, path string, at Position) Answer {
	return s.ask(ctx, "textDocument/hover", documentPosition(path, at), func(a *Answer, raw json.RawMessage) error {
		var hover struct {
			Contents json.RawMessage `json:"contents"`
		}
		if err := json.Unmarshal(raw, &hover); err != nil {
			return err
		}
		var marked struct {
			Value string `json:"value"`
		}
		if json.Unmarshal(hover.Contents, &marked) != nil {
			_ = json.Unmarshal(hover.Contents, &marked.Value) // the older form is a plain string
		}
		a.Text = cut(marked.Value, maxHover)
		a.Count = min(len(a.Text), 1)
		return nil
	})
}

// Definition asks where the symbol there is defined.
func (s *Server) Definition(ctx context.Context, path string, at Position) Answer {
	return s.ask(ctx, "textDocument/definition", documentPosition(path, at), readPlaces)
}

// TypeDefinition asks where the type of the symbol there is defined.
func (s *Server) TypeDefinition(ctx context.Context, path string, at Position) Answer {
	return s.ask(ctx, "textDocument/typeDefinition", documentPosition(path, at), readPlaces)
}

// Completion asks what could be typed there.
func (s *Server) Completion(ctx context.Context, path string, at Position) Answer {
	params := documentPosition(path, at)
	params["context"] = object{"triggerKind": 1}
	return s.ask(ctx, "textDocument/completion", params, func(a *Answer, raw json.RawMessage) error {
		type item struct {
			Label string `json:"label"`
		}
		var list struct {
			Items []item `json:"items"`
		}
		if json.Unmarshal(raw, &list) != nil {
			if err := json.Unmarshal(raw, &list.Items); err != nil {
				return err
			}
		}
		for _, i := range list.Items {
			a.name(i.Label)
		}
		return nil
	})
}

// A symbol is one of the answer to documentSymbol or workspace/symbol.
type symbol struct {
	Name     string   `json:"name"`
	Children []symbol `json:"children"`
}

func readSymbols(a *Answer, raw json.RawMessage) error {
	var list []symbol
	err := json.Unmarshal(raw, &list)
	for len(list) > 0 {
		a.name(list[0].Name)
		list = append(list[1:], list[0].Children...)
	}
	return err
}

// DocumentSymbols asks for the outline of the file.
func (s *Server) DocumentSymbols(ctx context.Context, path string) Answer {
	params := object{"textDocument": object{"uri": FileURI(path)}}
	return s.ask(ctx, "textDocument/documentSymbol", params, readSymbols)
}

// WorkspaceSymbol asks for symbols of the whole workspace whose names match the query.
func (s *Server) WorkspaceSymbol(ctx context.Context, query string) Answer {
	return s.ask(ctx, "workspace/symbol", object{"query": query}, readSymbols)
}

func (a *Answer) name(name string) {
	a.Count++
	if len(a.Names) < maxNames {
		a.Names = append(a.Names, cut(name, 200))
	}
}

func documentPosition(path string, at Position) object {
	return object{"textDocument": object{"uri": FileURI(path)}, "position": at}
}

// readPlaces reads a location or a list of them.
func readPlaces(a *Answer, raw json.RawMessage) error {
	var list []location
	if json.Unmarshal(raw, &list) != nil {
		var one location
		if err := json.Unmarshal(raw, &one); err != nil {
			return err
		}
		list = []location{one}
	}
	for _, l := range list {
		path, err := PathFromURI(l.URI)
		if err != nil {
			path = "" // such as a page in a browser; URI says it
		}
		a.Places = append(a.Places, Place{Path: path, URI: l.URI, Start: l.Range.Start, End: l.Range.End})
	}
	a.Count = len(list)
	return nil
}

// ask sends a question and classes the answer; read takes a result that is not null.
func (s *Server) ask(ctx context.Context, method string, params any, read func(*Answer, json.RawMessage) error) Answer {
	begun := time.Now()
	var raw json.RawMessage
	err := s.call(ctx, method, params, &raw)
	a := Answer{State: Empty, Err: err}
	if err == nil && string(raw) != "null" {
		if err = read(&a, raw); err != nil {
			a.Err = &jsonrpc2.Error{Code: jsonrpc2.CodeParseError, Message: "answer to " + method + ": " + err.Error()}
		}
	}
	var death *DeathError
	switch {
	case errors.As(a.Err, &death):
		a.State, a.Text = Lost, death.Error()
	case a.Err != nil && ctx.Err() != nil && errors.Is(a.Err, ctx.Err()):
		a.State = Late
	case a.Err != nil:
		a.State, a.Text = Refused, a.Err.Error()
	case a.Count > 0:
		a.State = Answered
	}
	a.Took = time.Since(begun)
	return a
}
