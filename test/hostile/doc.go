// Package hostile opens folders of attackers with the real program. Every payload leaves a mark file when it is executed;
// none may be there, nothing may be written, and the report must say what was not looked at.
package hostile
