package se.partnersec.gallra.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.policy.rule.DataCategory;

/** A run in a process of its own, stopped by SIGSTOP at a named point, until it is woken. */
public final class FrozenChild implements AutoCloseable {
    private final Process process;
    private final Path folder;

    /** Starts it and answers when it stands still at the point. */
    public FrozenChild(Workplace work, DataCategory category, LocalDate asOf, CrashPoint point, int pass) {
        try {
            folder = Files.createTempDirectory("gallra-frozen");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = Child.start(
                work.settings(),
                FreezingRun.class,
                category.id(),
                asOf.toString(),
                point.name(),
                String.valueOf(pass),
                there().toString(),
                folder.resolve("result").toString());
        await("never came to " + point, () -> Files.exists(there()) || !process.isAlive());
        signal("STOP");
        await("was not stopped", () -> state() == 'T');
        if (!there().toFile().delete()) {
            throw new IllegalStateException("the child ended before " + point);
        }
    }

    /** Lets it go on, and waits for its end; answers its exit code. */
    public int wake() {
        signal("CONT");
        return Child.await(process, 60);
    }

    /** What it says of its run. */
    public String result() {
        try {
            Path result = folder.resolve("result");
            return Files.exists(result) ? Files.readString(result) : "it came to no result";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path there() {
        return folder.resolve("there");
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private char state() {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(String what, BooleanSupplier so) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the child " + what);
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
