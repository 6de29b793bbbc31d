package gopls

import (
	"context"
	"encoding/json"

	"github.com/sourcegraph/jsonrpc2"
)

// maxAnswers bounds the answers that wait to be sent. A server that asks and does not read gets no more of them.
const maxAnswers = 256

// handler receives what the server sends on its own account. Notifications are taken in order, as the reading goroutine
// delivers them; answers are sent aside, because a server may not read before we have read.
type handler struct{ s *Server }

func (h handler) Handle(_ context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	defer func() { _ = recover() }()
	var params json.RawMessage
	if req.Params != nil {
		params = *req.Params
	}
	if req.Notif {
		h.s.notes.take(req.Method, params)
		return
	}
	result, refused := h.answer(req.Method, params)
	id := req.ID
	send := func() {
		if refused != nil {
			_ = conn.ReplyWithError(context.Background(), id, refused)
			return
		}
		_ = conn.Reply(context.Background(), id, result)
	}
	select {
	case h.s.answers <- send:
	default:
	}
}

// answer is what a harmless client answers. Nothing is ever applied or opened for the server.
func (h handler) answer(method string, params json.RawMessage) (any, *jsonrpc2.Error) {
	switch method {
	case "workspace/configuration":
		return h.configuration(params), nil
	case "workspace/applyEdit":
		h.s.notes.add(Message{Kind: "request", Level: Warning, Text: "workspace/applyEdit refused"})
		return map[string]any{"applied": false, "failureReason": ClientName + " changes nothing"}, nil
	case "workspace/workspaceFolders":
		return h.s.folders(), nil
	case "window/showDocument":
		return map[string]any{"success": false}, nil
	case "window/showMessageRequest":
		h.s.notes.take(method, params)
		return nil, nil
	case "window/workDoneProgress/create", "client/registerCapability", "client/unregisterCapability",
		"workspace/codeLens/refresh", "workspace/semanticTokens/refresh", "workspace/inlayHint/refresh",
		"workspace/diagnostic/refresh", "workspace/inlineValue/refresh", "workspace/foldingRange/refresh":
		return nil, nil
	}
	return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: "not supported: " + method}
}

// configuration answers one value for each item: the settings for section "gopls", nothing for any other.
func (h handler) configuration(params json.RawMessage) []any {
	var asked struct {
		Items []struct {
			Section string `json:"section"`
		} `json:"items"`
	}
	_ = json.Unmarshal(params, &asked)
	values := make([]any, len(asked.Items))
	for i, item := range asked.Items {
		if item.Section == "gopls" {
			values[i] = h.s.settings()
		}
	}
	return values
}

// sendAnswers sends until the connection ends.
func (s *Server) sendAnswers() {
	for {
		select {
		case send := <-s.answers:
			func() {
				defer func() { _ = recover() }()
				send()
			}()
		case <-s.conn.DisconnectNotify():
			return
		}
	}
}
