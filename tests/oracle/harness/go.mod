module pullscope/oracle/harness

go 1.26.0
