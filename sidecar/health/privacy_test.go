package health

import (
	"fmt"
	"reflect"
	"testing"
)

var classMethod = reflect.TypeFor[interface{ Class() Class }]()

// plainStrings walks a type and returns where a string without a privacy class stands.
func plainStrings(t reflect.Type, at string, seen map[reflect.Type]bool) []string {
	if t == reflect.TypeFor[Value]() || seen[t] { // a Value has its class beside its text
		return nil
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.String:
		if !t.Implements(classMethod) {
			return []string{fmt.Sprintf("%s is a %s", at, t)}
		}
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return plainStrings(t.Elem(), at, seen)
	case reflect.Map:
		return append(plainStrings(t.Key(), at+" (key)", seen), plainStrings(t.Elem(), at, seen)...)
	case reflect.Struct:
		var out []string
		for i := range t.NumField() {
			f := t.Field(i)
			out = append(out, plainStrings(f.Type, at+"."+f.Name, seen)...)
		}
		return out
	case reflect.Interface, reflect.Func, reflect.Chan:
		return []string{fmt.Sprintf("%s is a %s, which can hold anything", at, t)}
	}
	return nil
}

// A string without a class would slip past the redaction of shared reports.
func TestEveryStringHasAClass(t *testing.T) {
	for _, root := range []reflect.Type{reflect.TypeFor[Snapshot](), reflect.TypeFor[Report](), reflect.TypeFor[Finding](), reflect.TypeFor[Fix](), reflect.TypeFor[Template](),
		reflect.TypeFor[CheckResult](), reflect.TypeFor[Message]()} {
		// A string type is one type however often it stands, so plain strings are looked for in each field anew.
		for _, at := range plainStrings(root, root.Name(), map[reflect.Type]bool{}) {
			t.Errorf("%s: give it a type of privacy.go", at)
		}
	}
}

// The walk itself must see what it is made for.
func TestTheWalkFindsPlainStrings(t *testing.T) {
	type inner struct {
		Good Path
		Bad  []string
	}
	type outer struct {
		ByName map[string]*inner
		Any    any
		Value  Value
	}
	got := plainStrings(reflect.TypeFor[outer](), "outer", map[reflect.Type]bool{})
	if len(got) < 2 {
		t.Errorf("found only %q", got)
	}
}

// fill sets every string of a value that can be reached to its own class name, so that redaction can be checked.
func fill(v reflect.Value, text string, depth int) int {
	if depth > 12 {
		return 0
	}
	n := 0
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
		return 1
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return fill(v.Elem(), text, depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		return fill(v.Index(0), text, depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			n += fill(v.Field(i), text, depth+1)
		}
	}
	return n
}

// Every class that a field can have is one that the redaction knows.
func TestClassesAreOfTheClosedList(t *testing.T) {
	known := map[Class]bool{ClassPublic: true, ClassPath: true, ClassUser: true, ClassHost: true, ClassURL: true, ClassModule: true, ClassText: true, ClassMessage: true}
	var s Snapshot
	if n := fill(reflect.ValueOf(&s).Elem(), "x", 0); n < 150 {
		t.Fatalf("only %d strings of a snapshot were reached", n)
	}
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		case reflect.String:
			if c, ok := v.Interface().(interface{ Class() Class }); ok && !known[c.Class()] {
				t.Errorf("%s has the class %q", v.Type(), c.Class())
			}
		}
	}
	walk(reflect.ValueOf(s))
	for name, class := range Variables {
		if !known[class] {
			t.Errorf("the variable %s has the class %q", name, class)
		}
	}
}

func TestValues(t *testing.T) {
	for _, tc := range []struct {
		name  string
		value Value
		class Class
		empty bool
	}{
		{"path", V(Path("/home/ada")), ClassPath, false},
		{"empty text", V(Text("")), ClassText, true},
		{"list", List(Module("a.example/b"), Module("c.example/d")), ClassModule, false},
		{"empty list", List[Path](), ClassPath, true},
		{"message", Say("say.unset"), ClassMessage, false},
		{"a class", V(ClassUser), ClassPublic, false},
		{"finding id", V(FindingID("goroot-invalid:/home/ada")), ClassText, false},
		{"setting", V(Data(`"x"`)), ClassText, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.value.Class != tc.class || tc.value.Empty() != tc.empty {
				t.Errorf("class %q, empty %v; want %q, %v", tc.value.Class, tc.value.Empty(), tc.class, tc.empty)
			}
		})
	}
}
