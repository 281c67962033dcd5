package main

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"

	"aantoonbaar/internal/config"
)

// configuration describes every setting by the tags of config.Config.
func configuration() string {
	var b strings.Builder
	b.WriteString(`# Configuration

Every setting is a flag and an environment variable; the flag wins. There is no configuration file. The settings are the same for
every command; ` + "`aantoonbaar --help`" + ` prints them too.

`)
	t := reflect.TypeFor[config.Config]()
	for i := range t.NumField() {
		tag := t.Field(i).Tag
		name := cmp.Or(tag.Get("name"), strings.ToLower(t.Field(i).Name))
		usual := "none"
		if v := tag.Get("default"); v != "" {
			usual = "`" + v + "`"
		}
		fmt.Fprintf(&b, "## `--%s`\n\n%s\n\nEnvironment: `%s`. Default: %s.\n\n", name, tag.Get("help"), tag.Get("env"), usual)
	}
	b.WriteString(`## Where each is checked

An address that is no address and a time zone that nobody knows are refused before anything is opened (` + "`config.Config.Check`" + `). How to set
them on a server stands in [run-for-real.md](../howto/run-for-real.md); what PostgreSQL asks, in [postgresql.md](../howto/postgresql.md).
`)
	return b.String()
}
