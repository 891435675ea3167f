package se.partnersec.gallra.erasure.run;

/** Tells a run between its chunks to wait, to end, or to take more or less at a time. */
public interface RunControl {
    /** Lets everything go on. */
    RunControl NONE = new RunControl() {
        @Override
        public boolean ends() {
            return false;
        }

        @Override
        public boolean holds() {
            return false;
        }

        @Override
        public int chunk(int usual) {
            return usual;
        }
    };

    /** Whether the run is to end now. Only looks, so it may be asked inside a transaction. */
    boolean ends();

    /**
     * Waits as long as somebody or something wants the run to stand still; asked only between chunks, when the run holds
     * no lock and no transaction.
     *
     * @return whether the run is to end now
     */
    boolean holds();

    /** How many candidates the next page may have. */
    int chunk(int usual);
}
