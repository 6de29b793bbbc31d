package health

// ProbeProxies fills ProxyChains. It runs in tier deep alone, and is the only probe that uses the network.
const ProbeProxies ProbeID = "proxies"

// ProxyChain is the way that go would take to fetch modules for a folder, with what answered on it.
type ProxyChain struct {
	Folder Path `json:"folder"`
	// Entries are those of GOPROXY in their order, capped at 8; Cut counts the others.
	Entries []ProxyEntry `json:"entries,omitempty"`
	Cut     int          `json:"cut,omitempty"`
	// Private are the hosts of required modules that go fetches without a proxy because GONOPROXY or GOPRIVATE names them.
	Private []Contact `json:"private,omitempty"`
	// Sums is the checksum database; nil where none is in use.
	Sums *Contact `json:"sums,omitempty"`
}

// ProxyEntry is one entry of GOPROXY.
type ProxyEntry struct {
	Kind ProxyKind `json:"kind"`
	// AnyError says that go tries the next entry after any error (a bar follows it), and not only after "not found".
	AnyError bool `json:"anyError,omitempty"`
	// Contacts is one for a proxy; for direct the hosts of some required modules, none where nobody has to be asked.
	Contacts []Contact `json:"contacts,omitempty"`
}

// ProxyKind is what an entry of GOPROXY is.
type ProxyKind string

const (
	ProxyServer  ProxyKind = "server"
	ProxyFiles   ProxyKind = "files" // file://
	ProxyDirect  ProxyKind = "direct"
	ProxyOff     ProxyKind = "off"
	ProxyInvalid ProxyKind = "invalid"
)

func (ProxyKind) Class() Class { return ClassPublic }

// Contact is one plain question to a server, without credentials. Times are in milliseconds; 0 is a phase that was not
// reached or not needed.
type Contact struct {
	URL URL `json:"url"` // without user information and query
	// Via is the HTTP proxy that HTTP_PROXY or HTTPS_PROXY puts between; empty if there is none.
	Via     URL          `json:"via,omitempty"`
	Failure ContactFault `json:"failure,omitempty"` // empty: it answered
	Phase   ContactPhase `json:"phase,omitempty"`   // the one that failed
	Status  int          `json:"status,omitempty"`  // of HTTP
	Error   Text         `json:"error,omitempty"`
	// Name, Connect, TLS and Answer are the times of the phases.
	NameMs    int64 `json:"nameMs,omitempty"`
	ConnectMs int64 `json:"connectMs,omitempty"`
	TLSMs     int64 `json:"tlsMs,omitempty"`
	AnswerMs  int64 `json:"answerMs,omitempty"`
}

// ContactPhase is a part of asking a server.
type ContactPhase string

const (
	PhaseName    ContactPhase = "name"
	PhaseConnect ContactPhase = "connect"
	PhaseTLS     ContactPhase = "tls"
	PhaseAnswer  ContactPhase = "answer"
)

func (ContactPhase) Class() Class { return ClassPublic }

// ContactFault is how asking a server failed. That it refuses this module, or asks who we are, is an answer.
type ContactFault string

const (
	FaultName        ContactFault = "no-such-host"
	FaultUnreachable ContactFault = "unreachable" // the system knows no way there: no network
	FaultRefused     ContactFault = "refused"
	FaultTimeout     ContactFault = "timeout"
	FaultAuthority   ContactFault = "unknown-authority" // the certificate is signed by nobody whom this machine knows
	FaultTLS         ContactFault = "tls"
	FaultClosed      ContactFault = "closed"       // the connection ended before an answer
	FaultGarbage     ContactFault = "garbage"      // not what a module proxy says: a login page, not HTTP
	FaultServer      ContactFault = "server-error" // a status of 500 or more
	FaultVia         ContactFault = "http-proxy"   // the HTTP proxy between refuses to connect
	FaultMissing     ContactFault = "missing"      // the directory of a file:// proxy
	FaultOther       ContactFault = "other"
)

func (ContactFault) Class() Class { return ClassPublic }

// Offline reports a failure as on a machine without network, or away from its company's: no name is found, no way is known.
func (c Contact) Offline() bool {
	return c.Failure == FaultUnreachable || c.Failure != "" && c.Phase == PhaseName
}

// Broken returns the contacts over which go would give up: those of the first entry that fails and does not hand over to
// another one that answers. None means that the chain works, was not tried, or is switched off on purpose.
func (c ProxyChain) Broken() []Contact {
	var failed []Contact
	for _, e := range c.Entries {
		if e.Kind == ProxyOff {
			break
		}
		bad := e.failed()
		if len(bad) == 0 {
			return nil
		}
		failed = append(failed, bad...)
		if !e.AnyError {
			break
		}
	}
	return failed
}

// failed are an entry's contacts if none of them answered.
func (e ProxyEntry) failed() []Contact {
	for _, c := range e.Contacts {
		if c.Failure == "" {
			return nil
		}
	}
	return e.Contacts
}

// ProxyChain returns the chain of a folder.
func (s *Snapshot) ProxyChain(folder Path) (ProxyChain, bool) {
	for _, c := range s.ProxyChains {
		if c.Folder == folder {
			return c, true
		}
	}
	return ProxyChain{}, false
}
