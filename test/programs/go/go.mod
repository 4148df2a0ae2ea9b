module workout

go 1.21
