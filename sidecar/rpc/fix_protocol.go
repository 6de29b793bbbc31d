package rpc

import (
	"encoding/json"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
)

// The methods of fixes, in the order of a fix: plan, show, apply, let it take effect, verify.
//
//  1. fix/plan turns findings of the last diagnosis into one plan with a preview. Nothing changes.
//  2. fix/apply makes its steps. For each that only the editor can make, the sidecar sends the request editor/step to the
//     client, in the middle of fix/apply: so order, comparison and journal stay in one place. $/progress tells the steps and
//     what commands write; $/cancelRequest stops it, each step done or not done.
//  3. The client lets the effects of the outcome happen: it restarts the language server or asks to reload the window.
//  4. fix/verify, with fresh facts, looks again and writes the verdict into the journal. After a reload another sidecar does so:
//     fix/journal lists the entries that have no verdict.
//
// undo takes back, with editor/step as well; its outcome has effects, too.
const (
	MethodFixPlan    = "fix/plan"
	MethodFixApply   = "fix/apply"
	MethodFixVerify  = "fix/verify"
	MethodFixJournal = "fix/journal"
	MethodUndo       = "undo"

	// RequestEditorStep goes from the sidecar to the client.
	RequestEditorStep = "editor/step"
)

// CodeNoPlan answers fix/apply of a plan that is not known any more.
const CodeNoPlan = 2

// FixPlanParams name what to mend: findings of the last diagnosis by id, or checks, or everything that a safe fix mends. Fix is
// the alternative to take; empty is the first that can be planned. Dirty are documents with unsaved changes.
type FixPlanParams struct {
	Request  doctor.Request `json:"request"`
	Findings []string       `json:"findings,omitempty"`
	AllSafe  bool           `json:"allSafe,omitempty"`
	Fix      string         `json:"fix,omitempty"`
	Dirty    []string       `json:"dirty,omitempty"`
	Answer   string         `json:"answer,omitempty"` // for the argument that a step asks for, in place of its proposal
}

// FixPlanResult is the plan, with the name that fix/apply takes. If none could be made, plan is empty and error says why; what
// could be planned in part says in leftOut what was not.
type FixPlanResult struct {
	ID    string           `json:"id"`
	Plan  doctor.FixPlan   `json:"plan"`
	Error *doctor.FixError `json:"error"`
}

// FixApplyParams name a plan.
type FixApplyParams struct {
	ID    string `json:"id"`
	Token string `json:"token,omitempty"`
}

// FixApplyResult is what became of its steps; a refusal is in outcome.error, beside what was done before it.
type FixApplyResult struct {
	Outcome doctor.FixOutcome `json:"outcome"`
}

// FixVerifyParams name an entry of the journal; the request holds the facts as they are now.
type FixVerifyParams struct {
	Request doctor.Request `json:"request"`
	Entry   string         `json:"entry"`
	Token   string         `json:"token,omitempty"`
}

// FixVerifyResult is the verdict.
type FixVerifyResult struct {
	Proof doctor.FixProof `json:"proof"`
}

// FixJournalParams are empty.
type FixJournalParams struct{}

// FixJournalResult lists what was applied, oldest first.
type FixJournalResult struct {
	Entries []doctor.FixEntry `json:"entries"`
	Error   *doctor.FixError  `json:"error"`
}

// UndoParams name the entry to take back; empty is the last that stands. Step is the number of one step, counted from 1; 0 is
// the whole entry.
type UndoParams struct {
	Entry string `json:"entry,omitempty"`
	Step  int    `json:"step,omitempty"`
	All   bool   `json:"all,omitempty"`
	Token string `json:"token,omitempty"`
}

// UndoResult is what was taken back, one outcome for each entry. A refusal is in error.
type UndoResult struct {
	Outcomes []doctor.FixOutcome `json:"outcomes"`
	Error    *doctor.FixError    `json:"error"`
}

// EditorOp is what the client has to do.
type EditorOp string

const (
	// EditorRead answers with the value that the setting has at the scope, as configuration.inspect() tells it; of a member, that
	// of the member alone. Null if it is not set there.
	EditorRead EditorOp = "read"
	// EditorWrite gives the setting another value, if it has the expected one still; a null value removes it.
	EditorWrite EditorOp = "write"
	// EditorEdit gives an open document another text, if it has the expected one still, and saves it.
	EditorEdit EditorOp = "edit"
	// EditorCommand executes what key names, a command of the editor, with member as its argument if there is one.
	EditorCommand EditorOp = "command"
)

// EditorStepParams are one thing that only the editor can do. Expected and value are JSON values, null for none; of an edit they
// are whole texts.
type EditorStepParams struct {
	Op       EditorOp        `json:"op"`
	Token    string          `json:"token"` // of the fix/apply or undo that it belongs to
	Scope    health.Scope    `json:"scope"`
	Folder   string          `json:"folder"`
	File     string          `json:"file"`
	Key      string          `json:"key"`
	Member   string          `json:"member"` // a key inside the object that the setting is, such as build.env of gopls; of a command its argument
	Expected json.RawMessage `json:"expected"`
	Value    json.RawMessage `json:"value"`
	Title    string          `json:"title"`
}

// EditorStepResult says whether it was done. Changed: something else was there than expected, so nothing was done; found is what.
type EditorStepResult struct {
	OK      bool            `json:"ok"`
	Changed bool            `json:"changed,omitempty"`
	Found   json.RawMessage `json:"found,omitempty"`
	Error   string          `json:"error,omitempty"`
}
