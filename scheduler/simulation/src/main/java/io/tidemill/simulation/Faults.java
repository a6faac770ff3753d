package io.tidemill.simulation;

/// What goes wrong in a world, and how often. Each seed draws its own mix.
///
/// @param crash that a process ends at one of its boundaries
/// @param freeze that a process stands still in the middle of a call
/// @param slowCall that other things happen during a call to the database
/// @param unknown that the outcome of a commit is not told
/// @param refused that the database refuses a call
/// @param lost that a message is lost
/// @param twice that a message comes twice
/// @param late longest delay of a message, in milliseconds
/// @param stranger that a report or request goes to a node that is not thought the owner
/// @param agentCrash that an agent ends at the end of a body
/// @param cut that the network between an agent and schedulers is cut for a while, at each heartbeat
/// @param drain that an agent drains for a while when a body ends
/// @param acquisition that a partition is taken without need, at each look of the supervisor
/// @param projectorRest longest rest of the projector, in milliseconds
/// @param clockError greatest error of a node's clock, in milliseconds
/// @param clockStep that the clock of a machine is set forward or back, at each look of the supervisor
/// @param unreadable that the graphs of a DAG cannot be read for a while, at each look of the supervisor
record Faults(double crash, double freeze, double slowCall, double unknown, double refused, double lost, double twice,
    long late, double stranger, double agentCrash, double cut,
    double drain, double acquisition, long projectorRest, long clockError, double clockStep,
    double unreadable) {

  static Faults draw(SeededRandom seededRandom) {
    Faults any = new Faults(seededRandom.rate(0.01), seededRandom.rate(0.02), seededRandom.rate(0.5),
        seededRandom.rate(0.15),
        seededRandom.rate(0.1), seededRandom.rate(0.2), seededRandom.rate(0.3),
        seededRandom.between(1, seededRandom.hits(0.3) ? 8_000 : 200),
        seededRandom.rate(0.5), seededRandom.rate(0.03), seededRandom.rate(0.1), seededRandom.rate(0.03),
        seededRandom.rate(0.2),
        seededRandom.between(1, seededRandom.hits(0.4) ? 20_000 : 300),
        seededRandom.hits(0.3) ? seededRandom.between(0, 20_000) : 0,
        seededRandom.hits(0.3) ? seededRandom.rate(0.2) : 0,
        seededRandom.rate(0.2));
    return seededRandom.hits(0.15) ? any.ofTheNetwork() : any;
  }

  /// All stay where they are, and the network is cut often: nothing but silence makes anybody give up an agent.
  private Faults ofTheNetwork() {
    return new Faults(0, 0, slowCall, unknown, refused, lost / 2, twice, late, stranger, 0, 0.15, drain, 0,
        projectorRest, clockError, clockStep, 0);
  }

  /// Nothing goes wrong any more.
  Faults healed() {
    return new Faults(0, 0, slowCall / 4, 0, 0, 0, 0, 20, 0, 0, 0, 0, 0, 200, clockError, 0, 0);
  }
}
