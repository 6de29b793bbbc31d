package process

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// Each constant overflows, and the build fails, if x/sys knows another layout of struct kinfo_proc than kinfo.go: a wrong offset
// would read garbage on Macs alone.
const (
	_ = uint(unsafe.Sizeof(unix.KinfoProc{})-kinfoSize) + uint(kinfoSize-unsafe.Sizeof(unix.KinfoProc{}))
	_ = uint(offFlag-kinfoFlag) + uint(kinfoFlag-offFlag)
	_ = uint(offStat-kinfoStat) + uint(kinfoStat-offStat)
	_ = uint(offPID-kinfoPID) + uint(kinfoPID-offPID)
	_ = uint(offName-kinfoName) + uint(kinfoName-offName)
	_ = uint(offUID-kinfoUID) + uint(kinfoUID-offUID)
	_ = uint(offParent-kinfoParent) + uint(kinfoParent-offParent)
	_ = uint(offGroup-kinfoGroup) + uint(kinfoGroup-offGroup)
	_ = uint(offTime-kinfoSeconds) + uint(kinfoSeconds-offTime)
	_ = uint(offMicros-kinfoMicros) + uint(kinfoMicros-offMicros)
	_ = uint(kinfoNameEnd-kinfoName-unsafe.Sizeof(layout.Proc.P_comm)) + uint(unsafe.Sizeof(layout.Proc.P_comm)-(kinfoNameEnd-kinfoName))
)

var layout unix.KinfoProc

const (
	offEproc  = unsafe.Offsetof(layout.Eproc)
	offFlag   = unsafe.Offsetof(layout.Proc) + unsafe.Offsetof(layout.Proc.P_flag)
	offStat   = unsafe.Offsetof(layout.Proc) + unsafe.Offsetof(layout.Proc.P_stat)
	offPID    = unsafe.Offsetof(layout.Proc) + unsafe.Offsetof(layout.Proc.P_pid)
	offName   = unsafe.Offsetof(layout.Proc) + unsafe.Offsetof(layout.Proc.P_comm)
	offTime   = unsafe.Offsetof(layout.Proc) + unsafe.Offsetof(layout.Proc.P_starttime)
	offMicros = offTime + unsafe.Offsetof(layout.Proc.P_starttime.Usec)
	offUID    = offEproc + unsafe.Offsetof(layout.Eproc.Ucred) + unsafe.Offsetof(layout.Eproc.Ucred.Uid)
	offParent = offEproc + unsafe.Offsetof(layout.Eproc.Ppid)
	offGroup  = offEproc + unsafe.Offsetof(layout.Eproc.Pgid)
)
