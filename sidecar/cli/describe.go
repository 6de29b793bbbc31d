package cli

import "github.com/spf13/cobra"

// Commands is the tree of commands with their flags and help in English, for who documents them or compares a text that
// quotes them. It is not for running: it has no streams.
func Commands() *cobra.Command { return (&app{}).root() }
