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

    /** Of child processes that have ended, on the line of their parent. */
    private static final int CHILDREN = 13;

    private final Optional<Path> stat;

    private ServerCpu(Optional<Long> pid) {
        this.stat = pid.map(each -> Path.of("/proc", String.valueOf(each), "stat"));
    }

    static ServerCpu of(boolean container, int port) {
        return new ServerCpu(container ? ofContainer(port) : ofOurs());
    }

    OptionalDouble seconds() {
        return stat.isEmpty() ? OptionalDouble.empty() : seconds(stat.get(), UTIME);
    }

    /** Processor time of all programs that this process has started and that have ended. */
    static OptionalDouble ofEndedChildren() {
        return seconds(Path.of("/proc", "self", "stat"), CHILDREN);
    }

    private static OptionalDouble seconds(Path stat, int field) {
        try {
            String line = Files.readString(stat);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1]);
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
