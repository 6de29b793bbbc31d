// Package docs holds the documentation to what there is: links and pictures lead somewhere, quoted command lines parse, named
// files, commands and settings exist, and the guide says what each command and setting is for.
package docs
