package health

import (
	"fmt"
	"sort"
	"strings"
)

// MessageID names one text of the catalogue: "<check-id>.<case>" for the texts of a check, "say.<name>" for shared ones.
type MessageID string

func (MessageID) Class() Class { return ClassPublic }

// Message is a text of ours: an id of the catalogue and its typed arguments. It is rendered only after the
// arguments were redacted, so a shared report cannot leak through prose.
type Message struct {
	ID   MessageID `json:"id"`
	Args Args      `json:"args,omitempty"`
}

// Args are the named arguments of a message; {name} in the template is replaced by the value.
type Args map[Public]Value

// Template is the English text of a message. Title is one line without a full stop, Detail says what follows
// from it. A template of a shared phrase has a Title only. Names in braces are arguments.
type Template struct {
	Title  Public
	Detail Public
}

// Catalogue maps message ids to texts.
type Catalogue map[MessageID]Template

// Title renders the first line of a message; an unknown id renders as the id itself, so nothing is lost.
func (c Catalogue) Title(m Message) Text {
	t, ok := c[m.ID]
	if !ok {
		return Text(string(m.ID) + c.bareArguments(m.Args))
	}
	return c.fill(string(t.Title), m.Args)
}

// Detail renders the consequence; empty if the message has none.
func (c Catalogue) Detail(m Message) Text {
	return c.fill(string(c[m.ID].Detail), m.Args)
}

// Value renders a value: a list is joined with ", ", a reference to a message becomes that message's title.
func (c Catalogue) Value(v Value) Text {
	if v.Class == ClassMessage {
		return c.Title(Message{ID: MessageID(v.Text)})
	}
	if len(v.Items) > 0 {
		return Text(strings.Join(v.Items, ", "))
	}
	return Text(v.Text)
}

func (c Catalogue) fill(template string, args Args) Text {
	var out strings.Builder
	for {
		open := strings.IndexByte(template, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(template[open:], '}')
		if end < 0 {
			break
		}
		out.WriteString(template[:open])
		name := template[open+1 : open+end]
		if v, ok := args[Public(name)]; ok {
			out.WriteString(string(c.argument(Public(name), v)))
		} else {
			out.WriteString(template[open : open+end+1])
		}
		template = template[open+end+1:]
	}
	out.WriteString(template)
	return Text(out.String())
}

// WordID is the text for a word of a closed list, such as a question or a state. The English catalogue has none: there the word
// itself is read.
func WordID(word Public) MessageID {
	return MessageID("word." + strings.ReplaceAll(string(word), "-", " "))
}

// worded are the arguments that hold words of closed lists. Elsewhere the same letters may be a name or a value, which no
// language changes.
var worded = map[Public]bool{"question": true, "questions": true, "kind": true, "kinds": true, "broken": true, "works": true,
	"scope": true, "waits": true, "by": true, "stage": true, "role": true, "why": true, "who": true,
	"before": true, "after": true}

func (c Catalogue) argument(name Public, v Value) Text {
	if !worded[name] || v.Class != ClassPublic {
		return c.Value(v)
	}
	say := func(word string) string {
		if t, ok := c[WordID(Public(word))]; ok {
			return string(t.Title)
		}
		return word
	}
	if len(v.Items) == 0 {
		return Text(say(v.Text))
	}
	words := make([]string, len(v.Items))
	for i, word := range v.Items {
		words[i] = say(word)
	}
	return Text(strings.Join(words, ", "))
}

func (c Catalogue) bareArguments(args Args) string {
	if len(args) == 0 {
		return ""
	}
	names := make([]string, 0, len(args))
	for name := range args {
		names = append(names, string(name))
	}
	sort.Strings(names)
	var out []string
	for _, name := range names {
		out = append(out, fmt.Sprintf("%s=%s", name, c.Value(args[Public(name)])))
	}
	return " (" + strings.Join(out, ", ") + ")"
}

// Placeholders lists the argument names a template uses, for the test that every finding fills them all.
func (t Template) Placeholders() []Public {
	var out []Public
	for _, text := range []string{string(t.Title), string(t.Detail)} {
		for {
			_, behind, open := strings.Cut(text, "{")
			name, rest, closed := strings.Cut(behind, "}")
			if !open || !closed {
				break
			}
			out, text = append(out, Public(name)), rest
		}
	}
	return out
}
