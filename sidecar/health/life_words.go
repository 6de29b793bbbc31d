package health

import "strconv"

// Took says a time as people do: 0.4 s, 12 s, 3 min 20 s.
func Took(ms int64) Value {
	switch s := ms / 1000; {
	case ms < 10_000:
		return V(Public(strconv.FormatFloat(float64(ms)/1000, 'f', 1, 64) + " s"))
	case s < 120:
		return V(Public(strconv.FormatInt(s, 10) + " s"))
	default:
		return V(Public(strconv.FormatInt(s/60, 10) + " min " + strconv.FormatInt(s%60, 10) + " s"))
	}
}

// Memory says a size of memory as people do: 812 MiB, 3.4 GiB.
func Memory(bytes int64) Value {
	if bytes >= 1<<30 {
		return V(Public(strconv.FormatFloat(float64(bytes)/(1<<30), 'f', 1, 64) + " GiB"))
	}
	return V(Public(strconv.FormatInt(bytes>>20, 10) + " MiB"))
}

// End says how a server ended: by a signal, with an exit status, or only that it did.
func (e LifeEvent) End() Message {
	switch {
	case e.Signal != "":
		return Message{ID: "say.life-end-signal", Args: Args{"signal": V(e.Signal)}}
	case e.Code != nil:
		return Message{ID: "say.life-end-code", Args: Args{"code": V(Public(strconv.Itoa(*e.Code)))}}
	}
	return Message{ID: "say.life-end"}
}

// Message says what happened, in words of the catalogue; what is not known is left out.
func (e LifeEvent) Message() Message {
	name, end := string(e.Kind), e.End()
	args := Args{"pid": V(Public(strconv.Itoa(e.PID))), "by": V(e.By), "took": Took(e.TookMs), "memory": Memory(e.Bytes), "words": V(e.Words), "version": V(e.Version),
		"crash": V(Public(strconv.Itoa(e.Crash))), "code": end.Args["code"], "signal": e.End().Args["signal"]}
	variant := func(known bool, suffix string) {
		if known {
			name += suffix
		}
	}
	switch e.Kind {
	case EventStarted:
		variant(e.Version != "", "-version")
		variant(e.PID != 0, "-pid")
	case EventAsked, EventStop:
		variant(e.By != "", "-by")
	case EventLoaded:
		variant(e.TookMs > 0, "-took")
	case EventPanic, EventError:
		variant(e.Words != "", "-words")
	case EventExited, EventCrashed:
		variant(e.Crash > 0, "-counted")
		variant(e.Signal != "", "-signal")
		variant(e.Signal == "" && e.Code != nil, "-code")
	case EventLoading, EventView, EventMemory, EventWatching, EventGaveUp, EventSuspended:
	default:
		return Message{ID: MessageID("say.life-other"), Args: Args{"kind": V(e.Kind)}}
	}
	return Message{ID: MessageID("say.life-" + name), Args: args}
}
