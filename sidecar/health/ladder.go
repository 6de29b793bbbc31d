package health

// Ladder is the same questions put to several servers; see DESIGN §4. Raw answers are kept; Verdict, Pulse and
// Answer.Verdict are derived from them, so that a replayed report is judged by today's rules.
type Ladder struct {
	Folder Path   `json:"folder"`
	Rungs  []Rung `json:"rungs"`
}

// RungState is what became of a rung.
type RungState string

const (
	RungHolds   RungState = "holds"
	RungFails   RungState = "fails"
	RungLoading RungState = "loading" // the load was still running when time was up
	RungSkipped RungState = "skipped"
	RungUnclear RungState = "unclear" // too few answers to tell
)

func (RungState) Class() Class { return ClassPublic }

// Stage is how far a server came.
type Stage string

const (
	StageSpawn      Stage = "spawn"
	StageInitialize Stage = "initialize"
	StageLoad       Stage = "load"
	StageQuestion   Stage = "question"
)

func (Stage) Class() Class { return ClassPublic }

// Rung is one server and its answers.
type Rung struct {
	Rung  int       `json:"rung"`
	State RungState `json:"state"`
	// Reason says why a rung was skipped.
	Reason      Message     `json:"reason"`
	FailedStage Stage       `json:"failedStage,omitempty"`
	Deviations  []Deviation `json:"deviations,omitempty"`
	Load        Load        `json:"load"`
	Answers     []Answer    `json:"answers,omitempty"`
	// NoTarget says why nothing could be asked: no Go file that this system builds.
	NoTarget  Message `json:"noTarget"`
	Exit      int     `json:"exit"`
	Signal    Public  `json:"signal,omitempty"`
	LastWords Text    `json:"lastWords,omitempty"` // end of standard error of a server that died
	// Unended counts processes that outlived all we did; 0 is the only good number.
	Unended int   `json:"unended"`
	TookMs  int64 `json:"tookMs"`
}

// LoadState is how a server's load of the workspace ended.
type LoadState string

const (
	LoadLoaded  LoadState = "loaded"
	LoadFailed  LoadState = "failed"
	LoadRunning LoadState = "running" // not ended when time was up
	LoadDied    LoadState = "died"
	LoadUnknown LoadState = ""
)

func (LoadState) Class() Class { return ClassPublic }

// Load is what a server told about loading the workspace.
type Load struct {
	State    LoadState `json:"state,omitempty"`
	Views    int       `json:"views"`
	Packages int       `json:"packages"` // workspace packages
	Messages []Text    `json:"messages,omitempty"`
	TookMs   int64     `json:"tookMs"`
}

// PulseState sums up a folder's ladder for the badge.
type PulseState string

const (
	PulseGood     PulseState = "good"
	PulseBad      PulseState = "bad"
	PulseLoading  PulseState = "loading"
	PulseNotTaken PulseState = "not-taken"
	PulseUnclear  PulseState = "unclear" // taken, but nothing there to ask about
)

func (PulseState) Class() Class { return ClassPublic }

// LadderVerdict names the layer that is broken.
type LadderVerdict string

const (
	LadderHealthy     LadderVerdict = "healthy"
	LadderStale       LadderVerdict = "stale-server"
	LadderProject     LadderVerdict = "project"
	LadderEnvironment LadderVerdict = "environment"
	LadderToolchain   LadderVerdict = "toolchain"
	LadderUnknown     LadderVerdict = "unknown"
)

func (LadderVerdict) Class() Class { return ClassPublic }

// Rung returns a rung that was tried or skipped.
func (l Ladder) Rung(n int) (Rung, bool) {
	for _, r := range l.Rungs {
		if r.Rung == n {
			return r, true
		}
	}
	return Rung{}, false
}

// Judge derives the state of a rung from its raw answers. Healthy is earned: at least three answered questions, of
// which every definition led to a file that exists; a server that answers null to everything is not healthy.
func (r Rung) Judge() RungState {
	if r.State == RungSkipped {
		return RungSkipped
	}
	switch {
	case r.FailedStage == StageSpawn, r.FailedStage == StageInitialize, r.Load.State == LoadDied, r.Load.State == LoadFailed:
		return RungFails
	case r.Load.State == LoadRunning:
		return RungLoading
	}
	answered := 0
	for _, a := range r.Answers {
		if a.Judge() != VerdictAnswered {
			return RungFails
		}
		answered++
	}
	if answered < 3 {
		return RungUnclear
	}
	return RungHolds
}

// Standing reports that the user's own server has views and packages loaded, and that what little it was asked, it answered:
// no Go document was open, or one with nothing in it. This is no proof that it answers; it is enough to spare a second server
// in the background and to show what is known.
func (r Rung) Standing() bool {
	return r.Rung == 0 && r.Judge() == RungUnclear && r.Load.State == LoadLoaded && r.Load.Views > 0 && r.Load.Packages > 0
}

// Pulse sums up the folder. A rung 0 that fails is what the user sees, whatever a fresh server would do. Else rung 1 outranks
// rung 0, because it was asked more; a rung that was skipped says nothing. A standing rung 0 alone is good (DESIGN §3: a
// background run in the editor asks no more as long as nothing else is wrong).
func (l Ladder) Pulse() PulseState {
	if zero, ok := l.Rung(0); ok && zero.Judge() == RungFails {
		return PulseBad
	}
	for _, n := range []int{1, 0} {
		r, ok := l.Rung(n)
		if !ok {
			continue
		}
		switch r.Judge() {
		case RungHolds:
			return PulseGood
		case RungFails:
			return PulseBad
		case RungLoading:
			return PulseLoading
		case RungUnclear:
			if r.Standing() {
				return PulseGood
			}
			return PulseUnclear
		}
	}
	return PulseNotTaken
}

// Verdict derives the broken layer from the pattern of rungs: 0 fails and 1 holds, the running server is stale; 1 fails and 2
// holds, the project; 2 fails and 3 holds, the environment with flags and settings; 3 fails, go or gopls. A bare environment
// that lacks what the user's own has (2 holds and 3 fails) accuses nobody.
func (l Ladder) Verdict() LadderVerdict {
	state := func(n int) RungState {
		r, ok := l.Rung(n)
		if !ok {
			return RungSkipped
		}
		return r.Judge()
	}
	switch {
	case state(1) == RungHolds && state(0) == RungFails:
		return LadderStale
	case state(1) == RungHolds, state(1) == RungSkipped && state(0) == RungHolds:
		return LadderHealthy
	case state(1) == RungFails && state(2) == RungHolds:
		return LadderProject
	case state(2) == RungFails && state(3) == RungHolds:
		return LadderEnvironment
	case state(3) == RungFails && state(2) != RungHolds:
		return LadderToolchain
	}
	return LadderUnknown
}

// Pulse is the state of the whole snapshot: the worst of its folders that have Go. A folder with Go and without a ladder
// was not asked, and one without Go has no pulse to take.
func (s *Snapshot) Pulse() PulseState {
	rank := map[PulseState]int{PulseGood: 1, PulseUnclear: 2, PulseNotTaken: 3, PulseLoading: 4, PulseBad: 5}
	worst := PulseState("")
	consider := func(p PulseState) {
		if rank[p] > rank[worst] {
			worst = p
		}
	}
	asked := map[Path]bool{}
	for _, l := range s.Ladders {
		asked[l.Folder] = true
		if f, known := s.Folder(l.Folder); !known || f.HasGo() {
			consider(l.Pulse())
		}
	}
	for _, f := range s.Folders {
		if f.HasGo() && !asked[f.Path] {
			consider(PulseNotTaken)
		}
	}
	if worst == "" {
		return PulseNotTaken
	}
	return worst
}
