package health

// KeyValues are the few values of a snapshot that explain why something works today and did not yesterday. What was not seen is
// left out, so that a fact that is missing is not taken for one that changed.
func (s *Snapshot) KeyValues() map[Public]Value {
	out := map[Public]Value{}
	put := func(name Public, v Value) {
		if !v.Empty() {
			out[name] = v
		}
	}
	put("editor", V(s.Editor.Version))
	put("golang.go", V(s.GoExtensionVersion()))
	put("gopls", V(s.Gopls.Version))
	put("gopls path", V(s.Gopls.Path))
	for _, env := range s.GoEnvs { // of several folders the first that answers stands for all
		if env.Failure != "" {
			continue
		}
		put("go path", V(env.Go))
		for _, v := range env.Values {
			switch v.Name {
			case "GOVERSION":
				put("go", v.Value)
			case "GOROOT":
				put("GOROOT", v.Value)
			}
		}
		break
	}
	return out
}
