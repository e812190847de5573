"""The ways out into the world: AWS's services and foreign hosts, behind the desk's protocols."""
