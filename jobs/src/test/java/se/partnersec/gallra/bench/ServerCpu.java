package se.partnersec.gallra.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/** Processor time of the database server, where it is a process on this machine. */
final class ServerCpu {
    private static final double TICKS_A_SECOND = 100;
    /** Fields of /proc/PID/stat after the command's closing bracket, from 0. */
    private static final int UTIME = 11;

    private ServerCpu() {}

    static OptionalDouble seconds(boolean container, int port) {
        try {
            Optional<Long> pid = container ? ofContainer(port) : ofOurs();
            if (pid.isEmpty()) {
                return OptionalDouble.empty();
            }
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid.get()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1]);
            return OptionalDouble.of(ticks / TICKS_A_SECOND);
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    private static Optional<Long> ofOurs() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("mariadbd"))
                .map(ProcessHandle::pid)
                .findFirst();
    }

    /** It shares this machine's network, so its port is its own and names it. */
    private static Optional<Long> ofContainer(int port) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("mysqld"))
                .filter(process -> Arrays.asList(process.info().arguments().orElse(new String[0]))
                        .contains("--port=" + port))
                .map(ProcessHandle::pid)
                .findFirst();
    }
}
