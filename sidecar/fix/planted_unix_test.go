//go:build unix

package fix

import (
	"os"
	"path/filepath"
	"testing"
)

// A link in the journal's directory would let whoever planted it choose which file is made, written to or cut short.
func TestPlantedLinksAreRefused(t *testing.T) {
	victim := filepath.Join(t.TempDir(), "victim")
	for _, test := range []struct {
		name string
		try  func(link string) error
	}{
		{"lock", func(link string) error {
			release, err := Disk{}.Lock(link)
			if err == nil {
				release()
			}
			return err
		}},
		{"append", func(link string) error {
			file, err := Disk{}.Append(link)
			if err == nil {
				_ = file.Close()
			}
			return err
		}},
		{"create", func(link string) error {
			file, err := Disk{}.Create(link, 0o600)
			if err == nil {
				_ = file.Close()
			}
			return err
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, there := range []bool{false, true} {
				_ = os.Remove(victim)
				if there {
					if err := os.WriteFile(victim, []byte("precious"), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				link := filepath.Join(t.TempDir(), "link")
				if err := os.Symlink(victim, link); err != nil {
					t.Fatal(err)
				}
				if err := test.try(link); err == nil {
					t.Errorf("there %v: followed", there)
				}
				if _, err := os.Lstat(victim); (err == nil) != there {
					t.Errorf("there %v: now %v", there, err)
				}
			}
		})
	}
}
