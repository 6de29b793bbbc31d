package ladder

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// openModule has a package for each way in which a document can be open.
const openModule = `
-- w/main.go --
package main

import (
	"fmt"
	"example.com/w/util"
)

func main() { fmt.Println(helper()); util.U() }
-- w/helper.go --
package main

func helper() string { return "" }
-- w/main_test.go --
package main

func use() { _ = helper; _ = testOnly }
-- w/more_test.go --
package main

func testOnly() {}
-- w/util/u.go --
package util

func U() { v() }
-- w/util/v.go --
package util

func v() { panic(len("")) }
-- w/util/x_test.go --
package util_test

import "example.com/w/util"

func x() { util.U() }
-- w/broken.go --
package main

func broken( {
-- w/other_windows.go --
package main
-- w/vendor/v/v.go --
package v

func V() {}
-- w/nested/go.mod --
module nested
-- w/nested/n.go --
package n

import (
	"fmt"
	"example.com/w/util"
)

func N() { fmt.Println(o()); util.U() }
-- w/nested/o.go --
package n

func o() int { return 0 }
-- elsewhere/e.go --
package e

func E() {}
`

func TestChooseAmongOpenDocuments(t *testing.T) {
	cases := map[string]struct {
		open   []string
		active string
		want   []string
	}{
		"none":                    {[]string{}, "", nil},
		"one":                     {[]string{"w/main.go"}, "", []string{"same-module example.com/w/util.U main.go", "same-package main.helper main.go", "standard-library fmt.Println main.go"}},
		"only what is used there": {[]string{"w/helper.go"}, "", []string{"same-file main.helper helper.go"}},
		"each kind from any": {[]string{"w/main.go", "w/util/v.go"}, "", []string{"builtin builtin.panic v.go",
			"same-module example.com/w/util.U main.go", "same-package main.helper main.go", "standard-library fmt.Println main.go"}},
		"the active one first": {[]string{"w/main.go", "w/util/u.go"}, "w/util/u.go", []string{
			"same-module example.com/w/util.U main.go", "same-package util.v u.go", "standard-library fmt.Println main.go"}},
		"a test of the package": {[]string{"w/main_test.go"}, "", []string{"same-package main.helper main_test.go"}},
		"a test from outside":   {[]string{"w/util/x_test.go"}, "", []string{"same-file util_test.x x_test.go", "same-module example.com/w/util.U x_test.go"}},
		"both tests":            {[]string{"w/util/u.go", "w/util/x_test.go"}, "", []string{"same-module example.com/w/util.U x_test.go", "same-package util.v u.go"}},
		"a nested module":       {[]string{"w/nested/n.go"}, "", []string{"same-package n.o n.go", "standard-library fmt.Println n.go"}},
		"not built, broken, vendored, elsewhere, gone, no Go": {[]string{"w/other_windows.go", "w/broken.go", "w/vendor/v/v.go", "elsewhere/e.go", "w/gone.go", "w/go.mod"}, "", nil},
		"twice": {[]string{"w/util/u.go", "w/util/../util/u.go"}, "", []string{"same-package util.v u.go"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			plan, g := chooseIn(t, openModule, func(g *Ground) {
				dir := filepath.Dir(g.Dirs[0])
				g.Only = []string{}
				for _, path := range c.open {
					g.Only = append(g.Only, dir+"/"+path)
				}
				if c.active != "" {
					g.ActiveFile = filepath.Join(dir, c.active)
				}
			})
			if got := plan.words(); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			for _, path := range files(plan.Questions(true)) {
				if !slices.ContainsFunc(g.Only, func(open string) bool { return filepath.Clean(open) == path }) {
					t.Errorf("%s is not open and would have to be opened", path)
				}
			}
		})
	}
}
