import java.util.ArrayList;

class StopWatch {

    private ArrayList<Double> times = new ArrayList<>();
    private long begun;

    public StopWatch() {
        begun = System.nanoTime();
    }

    // Notes the time and returns it
    public double stop() {
        times.add((System.nanoTime() - begun) / 1e9);
        return times.get(times.size() - 1);
    }
}
