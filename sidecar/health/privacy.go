package health

// Class says how private a string is. It decides what a shared report does with it.
type Class string

// The privacy classes. Secrets have none: they never enter a snapshot (see secrets.go).
const (
	ClassPublic  Class = "public"  // versions, names of settings and variables, enumerations: kept
	ClassPath    Class = "path"    // a file system path: home and user name are replaced
	ClassUser    Class = "user"    // a user's name: replaced
	ClassHost    Class = "host"    // a host's name: replaced
	ClassURL     Class = "url"     // a URL without user information: host and path replaced unless public
	ClassModule  Class = "module"  // a module or package path: replaced unless public
	ClassText    Class = "text"    // free text (a program's words): all known names inside are replaced
	ClassMessage Class = "message" // the id of a message of the catalogue: rendered, never shown raw
)

// Class of a Class: a word from a closed list.
func (Class) Class() Class { return ClassPublic }

// Classed is a string type that knows its privacy class.
type Classed interface {
	~string
	Class() Class
}

// The classed string types. A field of a snapshot or finding has one of these, an enumeration with a Class
// method of its own, or a Value.
type (
	Public string // names and versions that say nothing about the person or the company
	Path   string // an absolute path unless the field says otherwise
	User   string
	Host   string
	URL    string // user information has been removed
	Module string // a module path or an import path
	Text   string // words of a program, possibly with paths and names inside
)

func (Public) Class() Class { return ClassPublic }
func (Path) Class() Class   { return ClassPath }
func (User) Class() Class   { return ClassUser }
func (Host) Class() Class   { return ClassHost }
func (URL) Class() Class    { return ClassURL }
func (Module) Class() Class { return ClassModule }
func (Text) Class() Class   { return ClassText }

// Value is a string whose class is known only at run time: the value of an environment variable, an argument of
// a message. Items is set instead of Text for lists such as PATH, one entry each.
type Value struct {
	Class Class    `json:"class"`
	Text  string   `json:"text,omitempty"`
	Items []string `json:"items,omitempty"`
}

// V makes a Value of a classed string.
func V[T Classed](s T) Value { return Value{Class: s.Class(), Text: string(s)} }

// List makes a Value of several classed strings.
func List[T Classed](items ...T) Value {
	var zero T
	v := Value{Class: zero.Class()}
	for _, item := range items {
		v.Items = append(v.Items, string(item))
	}
	return v
}

// Say makes a Value that names a message of the catalogue: text of ours that is rendered in the reader's language.
func Say(id MessageID) Value { return Value{Class: ClassMessage, Text: string(id)} }

// Empty reports that nothing is in the value.
func (v Value) Empty() bool { return v.Text == "" && len(v.Items) == 0 }
